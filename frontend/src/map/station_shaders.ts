/** How stations are drawn: a column each, and under those with a queue a glow. */

/**
 * `picture`: width and height [CSS pixels], radius [units], greatest height [units]. `chosen`: number
 * of the station that is selected (-1: none) and of that under the pointer, radius of a glow [units],
 * least height as a part of the greatest.
 * Colours are from 0 to 1: `edge` of what stands out.
 */
const UNIFORMS = `\
uniform struct Stations {
  mat4 project;
  vec4 picture;
  vec4 chosen;
  vec4 edge;
  vec4 hot;
} station;
`;

const RECORD = `\
precision highp float;
${UNIFORMS}
in vec2 place;
in float height;
in float heat;
in vec4 tint;
in vec4 mark;
`;

export const COLUMN_VERTEX = `\
#version 300 es
#define SHADER_NAME station-columns-vertex
${RECORD}
in vec3 corner;
in vec3 facing;
out vec2 at;
out vec4 colour;
out vec3 marks;
out float isTop;

void main() {
  bool isSelected = float(gl_InstanceID) == station.chosen.x;
  bool isPointedAt = float(gl_InstanceID) == station.chosen.y;
  float radius = station.picture.z * (isSelected ? 1.45 : isPointedAt ? 1.25 : 1.0);
  float up = station.picture.w * (station.chosen.w + height) * corner.z;
  gl_Position = station.project * vec4(place + corner.xy * radius, up, 1.0);
  at = corner.xy;
  isTop = facing.z;
  float light = facing.z > 0.5 ? 1.0 : 0.72 + 0.2 * dot(facing.xy, vec2(-0.6, 0.8));
  colour = vec4(tint.rgb * light, 1.0);
  marks = vec3(mark.xy, isSelected || isPointedAt ? 1.0 : 0.0);
}
`;

export const COLUMN_FRAGMENT = `\
#version 300 es
#define SHADER_NAME station-columns-fragment
precision highp float;
${UNIFORMS}
in vec2 at;
in vec4 colour;
in vec3 marks;
in float isTop;
out vec4 fragColor;

void main() {
  fragColor = colour;
  if (isTop < 0.5) return;
  float far = length(at);
  bool isClosed = marks.x > 0.5;
  bool isEmpty = marks.y > 0.5;
  if (isClosed && far < 0.6) fragColor = vec4(mix(colour.rgb, vec3(1.0) - station.edge.rgb, 0.8), 1.0);
  else if (isEmpty && far < 0.38) fragColor = station.edge;
  float edge = marks.z > 0.5 ? 0.74 : 0.88;
  if (far > edge) fragColor.rgb = mix(fragColor.rgb, station.edge.rgb, marks.z > 0.5 ? 1.0 : 0.45);
}
`;

export const GLOW_VERTEX = `\
#version 300 es
#define SHADER_NAME hot-spots-vertex
${RECORD}
in vec2 corner;
out vec2 at;
out float warm;

void main() {
  at = corner;
  warm = heat;
  gl_Position = station.project * vec4(place + corner * station.chosen.z, 0.0, 1.0);
  if (heat == 0.0) gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
}
`;

export const GLOW_FRAGMENT = `\
#version 300 es
#define SHADER_NAME hot-spots-fragment
precision highp float;
${UNIFORMS}
in vec2 at;
in float warm;
out vec4 fragColor;

void main() {
  float far = length(at);
  if (far > 1.0) discard;
  float fades = 1.0 - far;
  fragColor = vec4(station.hot.rgb, station.hot.a * (0.25 + 0.75 * warm) * fades * fades);
}
`;
