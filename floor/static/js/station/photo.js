// The camera of a station's tablet, where the site allows one: its button here, all else loaded when it is first wanted.
// A browser shows a live picture to secure pages only; on others the tablet's own camera app takes a photo.
const NO_CAMERA = { draw() {}, rest() {}, wake() {}, allow() {} };

// `parts`: {panel, opens, photo: the label of the photo's field, field}; `act` is what panel.js asks of a page.
export function offerCamera(parts, act) {
  const { panel, opens, photo, field } = parts;
  if (!panel) return NO_CAMERA;
  const isLive = Boolean(window.isSecureContext && navigator.mediaDevices && navigator.mediaDevices.getUserMedia);
  let camera = null;
  let loading = null;

  function load() {
    if (!loading) {
      loading = import("../camera/panel.js").then((module) => {
        camera = module.cameraPanel(panel, { ...act, takeNearer, onTrouble: () => (photo.hidden = false) });
        return camera;
      });
      loading.catch(() => (loading = null)); // the server is away: another try later
    }
    return loading;
  }

  function takeNearer() {
    if (isLive) return camera.open();
    return field.click();
  }

  async function open() {
    try {
      await (await load()).open();
    } catch (error) {
      act.refuse(panel.dataset.away);
    }
  }

  async function take() {
    const file = field.files[0];
    if (!file) return;
    act.reading();
    try {
      await (await load()).takePhoto(file);
    } catch (error) {
      if (!act.keep(file)) act.refuse(panel.dataset.notSent); // what reads it isn't on the tablet either
    }
    field.value = "";
  }

  opens.hidden = !isLive;
  photo.hidden = isLive;
  opens.addEventListener("click", open);
  field.addEventListener("change", take);

  return {
    draw: () => camera && camera.draw(),
    rest: () => camera && camera.rest(),
    wake: () => camera && camera.wake(),
    // The site may forbid cameras while a page is open.
    allow(isAllowed) {
      opens.hidden = !isLive || !isAllowed;
      photo.hidden = isLive || !isAllowed;
      if (!isAllowed && camera) camera.close();
    },
  };
}
