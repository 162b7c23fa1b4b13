// Put into a page before its own scripts: notes which contexts of WebGL are made and lost, without
// keeping any alive, and which pictures are drawn. `window.drawing` has it all.
(() => {
  const drawing = {
    made: 0, // contexts
    lost: 0,
    draws: 0, // of many records at once
    first: {}, // by how many records were drawn: when that was first [ms since the page began]
  };
  window.drawing = drawing;

  const known = new WeakSet();
  const { getContext } = HTMLCanvasElement.prototype;
  HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
    const found = getContext.call(this, kind, ...rest);
    if (kind === "webgl2" && found !== null && !known.has(found)) {
      known.add(found);
      drawing.made += 1;
      this.addEventListener("webglcontextlost", () => (drawing.lost += 1));
    }
    return found;
  };

  const gl = WebGL2RenderingContext.prototype;
  const { drawArraysInstanced } = gl;
  gl.drawArraysInstanced = function (...given) {
    drawing.draws += 1;
    drawing.first[given[3]] ??= performance.now();
    return drawArraysInstanced.apply(this, given);
  };
})();
