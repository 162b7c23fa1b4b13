/** A table of records in the GPU's memory that follows one in ours. */

import type { Buffer, Device } from "@luma.gl/core";

import type { ChangedRows } from "./runs.ts";

/** Records of equal length, and which of them have changed since they were last looked at. */
export interface Records {
  readonly bytes: Uint8Array;
  readonly rows: number;
  readonly changes: ChangedRows;
}

export class GpuTable {
  private buffer: Buffer | null = null;
  private readonly records: Records;

  constructor(records: Records) {
    this.records = records;
  }

  /** Returns the buffer, with all that has changed written into it: nothing, as a rule. */
  on(device: Device): Buffer {
    const { bytes, rows, changes } = this.records;
    const size = Math.max(4, bytes.byteLength);
    if (this.buffer?.byteLength !== size || this.buffer.device !== device) {
      this.buffer?.destroy();
      this.buffer = device.createBuffer({ byteLength: size });
      changes.all();
    }
    const record = rows === 0 ? 0 : bytes.byteLength / rows;
    for (const [begin, end] of changes.drain()) {
      if (end > begin) {
        this.buffer.write(bytes.subarray(begin * record, end * record), begin * record);
      }
    }
    return this.buffer;
  }

  destroy(): void {
    this.buffer?.destroy();
    this.buffer = null;
  }
}
