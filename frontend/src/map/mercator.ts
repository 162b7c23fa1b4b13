/** Web Mercator as deck.gl's common space has it: the world is a square of 512, y grows northwards. */

const WORLD = 512;
const RADIANS = Math.PI / 180;

export function worldX(lon: number): number {
  return ((lon + 180) / 360) * WORLD;
}

export function worldY(lat: number): number {
  const up = Math.log(Math.tan(Math.PI / 4 + (lat * RADIANS) / 2));
  return ((Math.PI + up) / (2 * Math.PI)) * WORLD;
}

export function lonOf(x: number): number {
  return (x / WORLD) * 360 - 180;
}

export function latOf(y: number): number {
  const up = (y / WORLD) * 2 * Math.PI - Math.PI;
  return (2 * Math.atan(Math.exp(up)) - Math.PI / 2) / RADIANS;
}

/** Units of the common space in a metre, at a latitude. */
export function unitsPerMetre(lat: number): number {
  const round = 2 * Math.PI * 6_378_137; // of the sphere of the projection [m]
  return WORLD / (round * Math.cos(lat * RADIANS));
}
