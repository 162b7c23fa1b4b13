/** A table of records in the GPU's memory that follows one in ours. */

import type { ChangedRows } from "./runs.ts";

/** Records of equal length, and which of them have changed since they were last looked at. */
export interface Records {
  readonly bytes: Uint8Array;
  readonly rows: number;
  readonly changes: ChangedRows;
}

export class GpuTable {
  private buffer: WebGLBuffer | null = null;
  private size = 0;
  private readonly gl: WebGL2RenderingContext;
  private readonly records: Records;

  constructor(gl: WebGL2RenderingContext, records: Records) {
    this.gl = gl;
    this.records = records;
  }

  /** Returns the buffer, with all that has changed written into it: nothing, as a rule. */
  written(): WebGLBuffer {
    const { gl, records } = this;
    const { bytes, rows, changes } = records;
    if (this.buffer === null || this.size !== bytes.byteLength) {
      this.destroy();
      this.buffer = gl.createBuffer();
      this.size = bytes.byteLength;
      gl.bindBuffer(gl.ARRAY_BUFFER, this.buffer);
      gl.bufferData(gl.ARRAY_BUFFER, this.size, gl.DYNAMIC_DRAW);
      changes.all();
    }
    const runs = changes.drain();
    if (runs.length > 0) gl.bindBuffer(gl.ARRAY_BUFFER, this.buffer);
    const record = rows === 0 ? 0 : bytes.byteLength / rows;
    for (const [begin, end] of runs) {
      const part = bytes.subarray(begin * record, end * record);
      gl.bufferSubData(gl.ARRAY_BUFFER, begin * record, part);
    }
    return this.buffer;
  }

  destroy(): void {
    if (this.buffer !== null) this.gl.deleteBuffer(this.buffer);
    this.buffer = null;
  }
}
