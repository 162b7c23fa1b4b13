/** How vehicles are drawn: a dot each, and behind those that drive a trail that fades. */

/**
 * `picture`: width and height [CSS pixels], radius of a dot [CSS pixels], length of a trail [s].
 * `time`: simulated time from the epoch of the records [s], share of its size that a dot has where it
 * is parked, width of a trail [CSS pixels]. Colours are from 0 to 1.
 */
const UNIFORMS = `\
uniform struct Fleet {
  mat4 project;
  vec4 picture;
  vec4 time;
  vec4 parked;
  vec4 driving;
  vec4 seeking;
  vec4 waiting;
  vec4 served;
  vec4 lost;
} fleet;
`;

const COMMON = `\
precision highp float;
${UNIFORMS}
in vec2 corner;
in vec4 drive;
in vec2 times;
in vec4 kind;

float partAt(float time) {
  if (time >= times.y) return 1.0;
  return clamp((time - times.x) / max(times.y - times.x, 1e-3), 0.0, 1.0);
}

vec4 colourOf(float doing, bool drives) {
  if (drives) return doing == 2.0 ? fleet.seeking : fleet.driving;
  if (doing == 2.0 || doing == 3.0) return fleet.waiting;
  if (doing == 4.0) return fleet.served;
  return doing >= 5.0 ? fleet.lost : fleet.parked;
}
`;

/** Numbers of `FORMS` in signs.ts; those on their way to a station are larger than others. */
const FORM = `\
float formOf(float doing, bool drives) {
  if (drives || doing == 0.0) return 0.0;
  if (doing == 2.0 || doing == 3.0) return 1.0;
  return doing == 4.0 ? 2.0 : 3.0;
}
`;

export const DOT_VERTEX = `\
#version 300 es
#define SHADER_NAME vehicle-dots-vertex
${COMMON}
${FORM}
out vec3 at;
out float form;
out vec4 colour;

void main() {
  float doing = floor(kind.x * 255.0 + 0.5);
  bool drives = fleet.time.x < times.y;
  colour = colourOf(doing, drives);
  form = formOf(doing, drives);
  float size = drives && doing == 2.0 ? 1.2 : !drives && doing == 0.0 ? fleet.time.y : 1.0;
  float radius = fleet.picture.z * size;
  vec2 aside = corner * (radius + 1.0);
  at = vec3(aside, radius);
  vec2 here = mix(drive.xy, drive.zw, partAt(fleet.time.x));
  gl_Position = fleet.project * vec4(here, 0.0, 1.0);
  gl_Position.xy += aside * 2.0 / fleet.picture.xy * gl_Position.w;
  if (colour.a == 0.0) gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
}
`;

export const DOT_FRAGMENT = `\
#version 300 es
#define SHADER_NAME vehicle-dots-fragment
precision highp float;
in vec3 at;
in float form;
in vec4 colour;
out vec4 fragColor;

float farFromMiddle() {
  vec2 along = abs(at.xy);
  if (form > 0.5 && form < 1.5) return max(along.x, along.y);
  if (form > 1.5 && form < 2.5) return 0.85 * (along.x + along.y);
  return length(at.xy);
}

void main() {
  float far = farFromMiddle();
  float inside = clamp(at.z + 0.5 - far, 0.0, 1.0);
  if (form > 2.5) inside *= clamp(far - 0.45 * at.z + 0.5, 0.0, 1.0);
  if (inside == 0.0) discard;
  fragColor = vec4(colour.rgb, colour.a * inside);
}
`;

export const TRAIL_VERTEX = `\
#version 300 es
#define SHADER_NAME vehicle-trails-vertex
${COMMON}
out vec4 colour;

void main() {
  float doing = floor(kind.x * 255.0 + 0.5);
  float before = partAt(fleet.time.x - fleet.picture.w);
  float now = partAt(fleet.time.x);
  vec4 head = fleet.project * vec4(mix(drive.xy, drive.zw, now), 0.0, 1.0);
  vec4 tail = fleet.project * vec4(mix(drive.xy, drive.zw, before), 0.0, 1.0);
  vec2 way = (head.xy / head.w - tail.xy / tail.w) * fleet.picture.xy;
  float far = length(way);
  bool hidden = far < 0.5 || fleet.time.x < times.x || head.w <= 0.0 || tail.w <= 0.0;
  vec2 across = vec2(-way.y, way.x) / max(far, 1e-3);
  gl_Position = mix(tail, head, corner.x);
  gl_Position.xy += across * corner.y * fleet.time.z / fleet.picture.xy * gl_Position.w;
  colour = colourOf(doing, true);
  colour.a *= 0.55 * corner.x * corner.x;
  if (hidden) gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
}
`;

export const TRAIL_FRAGMENT = `\
#version 300 es
#define SHADER_NAME vehicle-trails-fragment
precision highp float;
in vec4 colour;
out vec4 fragColor;

void main() {
  fragColor = colour;
}
`;
