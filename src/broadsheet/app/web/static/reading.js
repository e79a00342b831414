// What stands before the owner's eyes for a moment is marked as read; without this file there is a button for it.
{
  const MOMENT = 1500;
  const form = document.querySelector("form[data-reads]");
  let timer = 0;

  const mark = () => {
    const data = new URLSearchParams(new FormData(form));
    data.set("mark", "read");
    data.set("quiet", "yes");
    fetch(form.action, { method: "POST", body: data, keepalive: true, credentials: "same-origin" }).then((answer) => {
      if (!answer.ok) return;
      const button = form.querySelector("button");
      button.value = "unread";
      button.textContent = "Read: mark as unread";
    }, () => {});
  };

  // A page that is only fetched ahead, or opened behind others, has not been read.
  const watch = () => {
    clearTimeout(timer);
    if (document.visibilityState === "visible" && !document.prerendering) {
      timer = setTimeout(() => {
        document.removeEventListener("visibilitychange", watch);
        mark();
      }, MOMENT);
    }
  };

  if (form) {
    document.addEventListener("visibilitychange", watch);
    document.addEventListener("prerenderingchange", watch, { once: true });
    form.addEventListener("submit", () => clearTimeout(timer));
    watch();
  }
}
