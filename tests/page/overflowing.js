// Returns what of the view cannot be read where it stands: words beyond the box they are in, boxes
// that cut what is in them, choices that are longer than their fields, panels over each other.
() => {
  const found = [];
  const drawn = ".maplibregl-map, [aria-hidden=true], svg, canvas";
  const name = (one) => {
    const text = (one.getAttribute("aria-label") ?? one.innerText ?? "").trim().slice(0, 50);
    return `${one.localName}.${String(one.className).split(" ")[0]} "${text}"`;
  };
  const isSeen = (one) => one.checkVisibility({ visibilityProperty: true });
  const all = [...document.querySelectorAll("#page *")].filter(
    (one) => isSeen(one) && one.closest(drawn) === null && one.closest(".unseen") === null,
  );

  if (document.documentElement.scrollWidth > innerWidth) found.push("the page is too wide");

  for (const one of all) {
    const style = getComputedStyle(one);
    const isCut = ["hidden", "clip"].includes(style.overflowX);
    if (isCut && one.scrollWidth > one.clientWidth + 1) found.push(`cut: ${name(one)}`);
    const words = [...one.childNodes].filter(
      (node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== "",
    );
    if (words.length === 0 || one.localName === "option") continue;
    let block = one;
    while (getComputedStyle(block).display === "inline") block = block.parentElement;
    const box = block.getBoundingClientRect();
    for (const node of words) {
      const range = document.createRange();
      range.selectNodeContents(node);
      const { left, right } = range.getBoundingClientRect();
      if (left < box.left - 1 || right > box.right + 1) found.push(`beyond its box: ${name(one)}`);
    }
  }

  // Words of drawings, which are clipped where the drawing ends.
  for (const text of document.querySelectorAll("#page svg text")) {
    if (!isSeen(text) || text.closest("[aria-hidden=true]") !== null) continue;
    const drawing = text.ownerSVGElement.getBoundingClientRect();
    const { left, right } = text.getBoundingClientRect();
    const isOut = left < drawing.left - 1 || right > drawing.right + 1;
    if (isOut) found.push(`beyond its drawing: "${text.textContent.trim()}"`);
  }

  for (const field of all.filter((one) => one.localName === "select")) {
    const pen = document.createElement("canvas").getContext("2d");
    pen.font = getComputedStyle(field).font;
    const text = field.selectedOptions[0]?.label ?? "";
    const sign = 20; // the arrow at its right
    const room = field.clientWidth - sign - 8;
    if (pen.measureText(text).width > room) found.push(`too long for its field: "${text}"`);
  }

  const panels = [...document.querySelectorAll("[data-over-map], [aria-label=Player]")]
    .filter(isSeen)
    .map((one) => [one, one.getBoundingClientRect()]);
  for (const [one, a] of panels) {
    for (const [other, b] of panels) {
      const isOver =
        one !== other && a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
      if (isOver) found.push(`${name(one)} lies over ${name(other)}`);
    }
    if (a.left < -1 || a.right > innerWidth + 1) found.push(`beyond the window: ${name(one)}`);
  }
  return [...new Set(found)];
}
