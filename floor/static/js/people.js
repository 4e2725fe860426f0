// Which sign-in and which worker's card this page last heard of, as numbers that go with what is made here: what comes
// to the server late then counts for whom the tablet showed, whoever signed in at another one meanwhile.

// by what the server told of the station
export function peopleIn(news) {
  return news.sign_in === undefined ? {} : { sign_in: news.sign_in, crew: news.crew };
}

// by the page, where it came from the server with its names
export function signInHere() {
  const top = document.querySelector("[data-sign-in]");
  return top ? { sign_in: Number(top.dataset.signIn) } : {};
}
