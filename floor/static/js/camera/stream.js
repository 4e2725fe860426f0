// The camera itself: opened, lit, brought nearer, let go. What keeps it from opening is named in one of our words.
const WANTED = { facingMode: { ideal: "environment" }, width: { ideal: 1280 }, height: { ideal: 720 }, zoom: true };
const TROUBLES = {
  NotAllowedError: "denied",
  SecurityError: "denied",
  NotFoundError: "none",
  OverconstrainedError: "none",
  NotReadableError: "busy",
  AbortError: "busy",
};
export const NEARER = 2; // times

export async function openCamera(onEnd) {
  const stream = await asked().catch((error) => {
    throw Object.assign(error, { trouble: TROUBLES[error.name] || "busy" });
  });
  const track = stream.getVideoTracks()[0];
  const can = track.getCapabilities ? track.getCapabilities() : {};
  if ((can.focusMode || []).includes("continuous")) set({ focusMode: "continuous" });
  track.addEventListener("ended", onEnd);

  function set(constraint) {
    return track.applyConstraints({ advanced: [constraint] }).then(() => true, () => false);
  }

  return {
    stream,
    canLight: Boolean(can.torch),
    light: (isOn) => set({ torch: isOn }),
    // Whether the camera itself comes nearer; where it can't, the middle of its picture is looked at instead.
    async comeNearer(isNear) {
      if (!can.zoom || can.zoom.max < can.zoom.min * NEARER) return false;
      return set({ zoom: isNear ? can.zoom.min * NEARER : can.zoom.min });
    },
    stop() {
      track.removeEventListener("ended", onEnd);
      stream.getTracks().forEach((one) => one.stop());
    },
  };
}

async function asked() {
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: false, video: WANTED });
  } catch (error) {
    if (error.name !== "OverconstrainedError" && error.name !== "TypeError") throw error;
    return navigator.mediaDevices.getUserMedia({ audio: false, video: true });
  }
}
