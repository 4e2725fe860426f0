// Reads pictures away from the page, which stays quick meanwhile: zxing-wasm, with our two symbologies and no other.
// A classic worker: those that load modules came later than the tablets that must be served.
/* global ZXingWASM */
importScripts("index.js"); // beside this script, and so is its .wasm: it would be asked for elsewhere otherwise

const FORMATS = ["QRCode", "Code128"];
const CORNERS = ["topLeft", "topRight", "bottomRight", "bottomLeft"];

const ready = ZXingWASM.prepareZXingModule({
  overrides: { locateFile: (name) => new URL(name, self.location.href).href },
  equalityFn: Object.is, // its own way to compare is younger than Chrome 84
  fireImmediately: true,
});
let drawing = null;

ready.then(
  () => self.postMessage({ ready: true }),
  () => self.postMessage({ broken: true }),
);

// {id, picture: ImageBitmap, denoise} -> {id, labels: [{text, symbology, corners}], doubts: [corners]}, in its pixels;
// `doubts` are codes that were seen and not read.
self.onmessage = async (event) => {
  const { id, picture, denoise } = event.data;
  try {
    await ready;
    const found = await ZXingWASM.readBarcodes(pixelsOf(picture), {
      formats: FORMATS,
      tryInvert: false,
      tryDenoise: Boolean(denoise),
      returnErrors: true,
      maxNumberOfSymbols: 60,
    });
    const labels = found.filter((one) => one.isValid);
    const doubts = found.filter((one) => !one.isValid && one.format === "QRCode"); // stripes look like bars everywhere
    self.postMessage({ id, labels: labels.map(labelOf), doubts: doubts.map(cornersOf) });
  } catch (error) {
    self.postMessage({ id, broken: true });
  }
};

function pixelsOf(picture) {
  if (!drawing || drawing.canvas.width !== picture.width || drawing.canvas.height !== picture.height) {
    drawing = new OffscreenCanvas(picture.width, picture.height).getContext("2d", { willReadFrequently: true });
  }
  drawing.drawImage(picture, 0, 0);
  picture.close();
  return drawing.getImageData(0, 0, drawing.canvas.width, drawing.canvas.height);
}

function labelOf(one) {
  return { text: one.text, symbology: one.format, corners: cornersOf(one) };
}

function cornersOf(one) {
  return CORNERS.map((name) => [one.position[name].x, one.position[name].y]);
}
