(() => {
  if (window.libyaKit) return;
  window.libyaKit = true;

  // Keys: JupyterLab and Notebook 7 take arrows, letters and Enter for commands wherever the focus is in a notebook.
  // They leave alone what has this attribute; on the window, as Notebook 7 listens while an event still goes down.
  addEventListener("keydown", event => {
    if (!event.target.closest?.('[class^="lk-"], [class*=" lk-"]')) return;
    const command = event.ctrlKey || event.metaKey || event.altKey || event.key === "Escape"
      || (event.shiftKey && event.key === "Enter");
    event.target.toggleAttribute("data-lm-suppress-shortcuts", !command);
    group(event.target);
  }, true);

  // The radio buttons of widgets have no name, and arrows would go on to those of the next control.
  let groups = 0;
  const group = radio => {
    const box = radio.name === "" && radio.closest(".widget-radio-box");
    if (!box) return;
    groups += 1;
    box.querySelectorAll("input").forEach(one => { one.name = `lk-radio-${groups}`; });
  };

  // Ids: a second view of an output is a copy, ids and all; it gets its own.
  let copies = 0;
  const separate = part => {
    const ids = part.dataset.ids;
    if (document.querySelectorAll(`[data-ids="${ids}"]`).length < 2) return;
    const own = `${ids}v${++copies}-`;
    part.dataset.ids = own;
    part.querySelectorAll("*").forEach(one => {
      if (one.localName === "style") one.textContent = one.textContent.replaceAll(ids, own);
      for (const attribute of one.attributes)
        if (attribute.value.replace("#", "").startsWith(ids)) attribute.value = attribute.value.replace(ids, own);
    });
  };
  const look = node => {
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    if (node.matches("[data-ids]")) separate(node);
    else node.querySelectorAll("[data-ids]").forEach(separate);
  };
  new MutationObserver(changes => changes.forEach(change => change.addedNodes.forEach(look)))
    .observe(document.body, {childList: true, subtree: true});
  look(document.body);
})();
