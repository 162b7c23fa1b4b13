/**
 * One program of the GPU that draws the same shape once for each record of a table.
 *
 * It speaks to WebGL itself: between frames a picture differs from the one before in the time alone,
 * and what a library does for a general picture costs many times what is done here.
 */

/** Attributes of a record: name, how many numbers, where they begin, and whether they are bytes. */
export interface Attribute {
  readonly name: string;
  readonly size: number;
  readonly offset: number;
  /** Bytes that are read as parts of 255. */
  readonly areBytes?: boolean;
}

export interface Shape {
  readonly vs: string;
  readonly fs: string;
  /** Corners by the name of their attribute, with how many numbers each has. */
  readonly corners: Readonly<Record<string, readonly [values: Float32Array, size: number]>>;
  readonly isStrip: boolean;
  readonly vertices: number;
  readonly record: readonly Attribute[];
  readonly recordBytes: number;
}

export type Uniforms = Readonly<Record<string, readonly number[] | Float32Array>>;

export class Painter {
  private readonly gl: WebGL2RenderingContext;
  private readonly shape: Shape;
  private readonly program: WebGLProgram;
  private readonly places = new Map<string, WebGLUniformLocation | null>();
  private readonly corners: WebGLBuffer[] = [];
  private array: WebGLVertexArrayObject | null = null;
  private table: WebGLBuffer | null = null;
  private steady: Uniforms | null = null;

  /** Has the program made; it is waited for when it is first drawn with, so that others can be made
   * at the same time. */
  constructor(gl: WebGL2RenderingContext, shape: Shape) {
    this.gl = gl;
    this.shape = shape;
    this.program = begunProgram(gl, shape);
  }

  /** Draws so many records of a table. Its vertex array stays bound.
   *
   * @param steady uniforms by their names, of four numbers or of sixteen: the same object for as
   *   long as they are the same, and then they are not said again.
   * @param moving those that are others in each picture.
   * @param vertices of the shape, if not all of them.
   */
  paint(
    table: WebGLBuffer,
    records: number,
    steady: Uniforms,
    moving: Uniforms,
    vertices = this.shape.vertices,
  ): void {
    const { gl } = this;
    if (this.array === null || this.table !== table) this.bind(table);
    gl.useProgram(this.program);
    gl.bindVertexArray(this.array);
    if (this.steady !== steady) this.say(steady);
    this.steady = steady;
    this.say(moving);
    const mode = this.shape.isStrip ? gl.TRIANGLE_STRIP : gl.TRIANGLES;
    gl.drawArraysInstanced(mode, 0, vertices, records);
  }

  destroy(): void {
    const { gl } = this;
    gl.deleteProgram(this.program);
    gl.deleteVertexArray(this.array);
    for (const buffer of this.corners) gl.deleteBuffer(buffer);
  }

  private say(uniforms: Uniforms): void {
    for (const name in uniforms) {
      const values = uniforms[name] ?? [];
      if (values.length === 16) this.gl.uniformMatrix4fv(this.placeOf(name), false, values);
      else this.gl.uniform4fv(this.placeOf(name), values);
    }
  }

  private placeOf(name: string): WebGLUniformLocation | null {
    const known = this.places.get(name);
    if (known !== undefined) return known;
    const found = this.gl.getUniformLocation(this.program, name);
    this.places.set(name, found);
    return found;
  }

  /** Says once where the attributes are. */
  private bind(table: WebGLBuffer): void {
    const { gl, shape } = this;
    check(gl, this.program);
    gl.deleteVertexArray(this.array);
    this.array = gl.createVertexArray();
    this.table = table;
    gl.bindVertexArray(this.array);
    for (const [name, [values, size]] of Object.entries(shape.corners)) {
      const buffer = gl.createBuffer();
      this.corners.push(buffer);
      gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
      gl.bufferData(gl.ARRAY_BUFFER, values, gl.STATIC_DRAW);
      this.point({ name, size, offset: 0 }, 0, 0);
    }
    gl.bindBuffer(gl.ARRAY_BUFFER, table);
    for (const attribute of shape.record) this.point(attribute, shape.recordBytes, 1);
    gl.bindVertexArray(null);
  }

  private point({ name, size, offset, areBytes = false }: Attribute, step: number, each: number) {
    const { gl } = this;
    const at = gl.getAttribLocation(this.program, name);
    if (at < 0) return; // not used by this program
    gl.enableVertexAttribArray(at);
    const type = areBytes ? gl.UNSIGNED_BYTE : gl.FLOAT;
    gl.vertexAttribPointer(at, size, type, areBytes, step, offset);
    gl.vertexAttribDivisor(at, each);
  }
}

function begunProgram(gl: WebGL2RenderingContext, { vs, fs }: Shape): WebGLProgram {
  const program = gl.createProgram();
  for (const [kind, source] of [
    [gl.VERTEX_SHADER, vs],
    [gl.FRAGMENT_SHADER, fs],
  ] as const) {
    const shader = gl.createShader(kind);
    if (shader === null) throw new Error("the context of the map is lost");
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
    gl.deleteShader(shader); // it lives as long as the program
  }
  gl.linkProgram(program);
  return program;
}

/** Throws where a program could not be made. */
function check(gl: WebGL2RenderingContext, program: WebGLProgram): void {
  if (gl.getProgramParameter(program, gl.LINK_STATUS) !== true && !gl.isContextLost()) {
    throw new Error(`a shader of the map: ${gl.getProgramInfoLog(program) ?? ""}`);
  }
}
