/** Rows of a table that have changed, as few runs of neighbours: each is one write to the GPU. */

const MOST_RUNS = 64;
const LEAST_GAP = 64;

export class ChangedRows {
  private runs: [number, number][] = [];
  private isAll = false;
  private rows = 0;

  /** Begins a table of so many rows, all of them changed. */
  begin(rows: number): void {
    this.rows = rows;
    this.all();
  }

  all(): void {
    this.isAll = true;
    this.runs = [];
  }

  /** Adds rows, whose numbers rise. Those that lie near each other become one run. */
  add(rows: Uint32Array): void {
    if (this.isAll || rows.length === 0) return;
    const gap = Math.max(LEAST_GAP, Math.ceil(this.rows / MOST_RUNS));
    let [begin, end] = [rows[0] ?? 0, rows[0] ?? 0];
    for (const row of rows) {
      if (row - end > gap) {
        this.runs.push([begin, end + 1]);
        begin = row;
      }
      end = row;
    }
    this.runs.push([begin, end + 1]);
    if (this.runs.length > 2 * MOST_RUNS) this.all();
  }

  /** Returns the runs [begin, end) that are to be written, and forgets them. */
  drain(): readonly (readonly [number, number])[] {
    const found: [number, number][] = this.isAll ? [[0, this.rows]] : this.runs;
    this.isAll = false;
    this.runs = [];
    return found;
  }
}
