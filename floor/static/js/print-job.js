// A print job's page while it is drawn or sent: its state is asked for every second, and once it has ended the page is
// loaded anew, once. Asks only while somebody can see it.
const job = document.getElementById("job");
const EVERY = 1000;

async function ask() {
  if (!document.hidden) {
    try {
      const answer = await fetch(job.dataset.state, { credentials: "same-origin", cache: "no-store", redirect: "manual" });
      if (answer.status === 200) job.innerHTML = await answer.text();
      else if (answer.type === "opaqueredirect" || answer.status === 403 || answer.status === 404) return location.reload();
    } catch (error) {
      // The server is away for a moment.
    }
    if (!job.querySelector("[data-going]")) return location.reload();
  }
  setTimeout(ask, EVERY);
}

setTimeout(ask, EVERY / 2);
