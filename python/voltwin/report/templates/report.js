// The page reads without this: it adds the switch between light and dark, and sorting.
(() => {
  const root = document.documentElement, button = document.getElementById("theme");
  const wantsDark = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme || (wantsDark.matches ? "dark" : "light")) === "dark";
  const label = () => { button.textContent = isDark() ? "Light" : "Dark"; };
  button.hidden = false;
  button.addEventListener("click", () => { root.dataset.theme = isDark() ? "light" : "dark"; label(); });
  wantsDark.addEventListener("change", label);
  label();

  const value = (cell, isNumber) => {
    if (!isNumber) return cell.textContent;
    const number = parseFloat(cell.textContent.replace(/[^0-9.\-]/g, ""));
    return Number.isNaN(number) ? -Infinity : number;
  };
  const order = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
  for (const table of document.querySelectorAll(".sortable table")) {
    const heads = [...table.tHead.rows[0].cells], body = table.tBodies[0];
    heads.forEach((head, column) => {
      const sort = document.createElement("button"), isNumber = head.classList.contains("n");
      sort.append(...head.childNodes);
      head.append(sort);
      sort.addEventListener("click", () => {
        const down = head.ariaSort ? head.ariaSort === "ascending" : isNumber;
        for (const other of heads) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const rows = [...body.rows].map((row) => [value(row.cells[column], isNumber), row]);
        rows.sort((a, b) => (down ? order(b[0], a[0]) : order(a[0], b[0])));
        body.append(...rows.map((row) => row[1]));
      });
    });
  }
})();
