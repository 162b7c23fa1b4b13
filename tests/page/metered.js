// Put into a page before its own scripts: the socket is played from a list of frames and answers
// commands at once, drawing is left out, and what each picture costs is noted. `window.meter` has it
// all.
(() => {
  const meter = {
    frames: [],
    scene: null,
    message: 0, // cost of the frames that came since the last picture [ms]
    pictures: [], // of each: cost of frames, cost of the picture, bytes written to tables, wall time
    written: 0,
    commits: 0,
    acknowledged: 0, // number of the last frame that the page said it has
    commands: [], // that were sent: when [ms], and what
    line: null,
  };
  window.meter = meter;

  class Line extends EventTarget {
    constructor() {
      super();
      this.readyState = 1;
      meter.line = this;
      setTimeout(() => this.onmessage?.({ data: JSON.stringify(meter.scene) }), 0);
    }
    send(text) {
      const { ref, ...what } = JSON.parse(text);
      if (what.do === "ack") meter.acknowledged = what.frame;
      if (ref === undefined) return;
      meter.commands.push({ sent: performance.now(), what });
      queueMicrotask(() => meter.say({ kind: "did", number: ref, ref, by: "me", ...what }));
    }
    close() {}
  }
  window.WebSocket = Line;

  meter.bytesOf = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0)).buffer;
  meter.take = (buffer) => {
    const began = performance.now();
    meter.line.onmessage({ data: buffer });
    meter.message += performance.now() - began;
  };
  meter.say = (message) => meter.line.onmessage({ data: JSON.stringify(message) });

  const asked = window.requestAnimationFrame.bind(window);
  let open = null;
  window.requestAnimationFrame = (callback) =>
    asked((now) => {
      if (open?.now !== now) {
        open = { now, frame: meter.message, picture: 0, written: 0 };
        meter.message = 0;
        meter.pictures.push(open);
      }
      const [began, before] = [performance.now(), meter.written];
      callback(now);
      open.picture += performance.now() - began;
      open.written += meter.written - before;
    });

  // Nothing is drawn. What is written into buffers of uniforms, such as the camera, is no table.
  const gl = WebGL2RenderingContext.prototype;
  for (const name of Object.keys(Object.getOwnPropertyDescriptors(gl))) {
    if (/^draw(Arrays|Elements)|^clear$/.test(name)) gl[name] = () => {};
  }
  for (const name of ["bufferSubData", "bufferData"]) {
    const real = gl[name];
    gl[name] = function (...given) {
      const bytes = given.find((one) => ArrayBuffer.isView(one))?.byteLength ?? 0;
      if (given[0] !== gl.UNIFORM_BUFFER) meter.written += bytes;
      return real.apply(this, given);
    };
  }

  window.__REACT_DEVTOOLS_GLOBAL_HOOK__ = {
    supportsFiber: true,
    renderers: new Map(),
    inject: () => 1,
    checkDCE: () => {},
    onCommitFiberRoot: () => (meter.commits += 1),
    onCommitFiberUnmount: () => {},
    onPostCommitFiberRoot: () => {},
  };
})();
