/* The conversation as it stands on the page: his messages and ours in their order, each once, and what became of them. */
(function (hotline) {
  'use strict';

  var words = hotline.words, byId = hotline.byId, element = hotline.element;

  /* `settings`: pressed(button, label), filesOf(message), cancel(file), again(). */
  hotline.talk = function (settings) {
    var main = byId('main'), log = byId('log');
    var mine = {};        // where the state of his own messages and files stands, by id
    var theirs = {};      // our replies on the page, by number
    var changes = {};     // replies that change an earlier one, by the number of that
    var labels = { person: words.person };   // what stood on a button that was offered
    var atEnd = true;     // he reads the newest, so keep it in sight
    var talk = { first: 0, last: 0, settled: false };   // numbers of our oldest and newest reply; the history is here

    function show(messages, said, place) {
      messages.forEach(function (message) {
        said.forEach(function (one) { if (one.after < message.n) { showSaid(one, place); } });
        showReply(message, place);
      });
      if (place !== log || !messages.length) { said.forEach(function (one) { showSaid(one, place); }); }
      byId('earlier').hidden = talk.first <= 1;
    }

    function showSaid(said, place) {
      showMine({ id: said.id, label: said.text || labels[said.button], shown: said.files }, words.sent, place);
    }

    function showMine(message, state, place) {
      var files = settings.filesOf(message), shown = message.shown || [], item, rows;
      if (mine[message.id]) { mark(message.id, state); return; }
      if (!message.label && !files.length && !shown.length) { return; }
      if (place === log) { clearChoices(); }
      item = element('div', 'said mine');
      if (message.label || shown.length) { item.appendChild(hotline.bubble(words.you, message.label || '', shown, false)); }
      item.appendChild(hotline.count(files.length));
      rows = files.length ? item.appendChild(element('ul', 'files')) : null;
      files.forEach(function (file) {
        if (file) { mine[file.id] = rows.appendChild(hotline.fileRow(file, settings.cancel)); }
      });
      mine[message.id] = item.appendChild(element('div', 'state'));
      place.appendChild(item);
      mark(message.id, state);
    }

    function mark(id, state, again) {
      var place = mine[id];
      if (!place || place.textContent === state) { return; }
      place.textContent = again ? '' : state;
      if (again) { place.appendChild(hotline.button('again', state, settings.again)); }
      if (state === words.sent) { place.parentNode.className = 'said mine arrived'; }
      keepEnd();
    }

    function showReply(message, place) {
      var target = message.edits || message.deletes;
      if (theirs[message.n] || message.n <= talk.last && place === log) { return; }
      if (target) { changed(target, message); } else { addReply(message, place); }
      talk.last = Math.max(talk.last, message.n);
      talk.first = talk.first ? Math.min(talk.first, message.n) : message.n;
    }

    function addReply(message, place) {
      var stays = isNearEnd(), item = element('div', 'said');
      message.buttons.forEach(function (button) { labels[button.press] = button.label; });
      item.appendChild(hotline.bubble(words.hotline, message.text, message.files, true));
      if (message.buttons.length && place === log) { item.appendChild(hotline.choices(message.buttons, tapped)); }
      place.appendChild(item);
      theirs[message.n] = item;
      if (changes[message.n]) { change(message.n); }
      if (place !== log) { return; }
      if (talk.settled && stays) { main.scrollTop = item.offsetTop - 8; }
      atEnd = isNearEnd();
    }

    function changed(target, message) {
      if (changes[target] && changes[target].n > message.n) { return; }
      changes[target] = message;
      if (theirs[target]) { change(target); }
    }

    /* An earlier reply reads differently now, or was taken back. */
    function change(n) {
      var item = theirs[n], by = changes[n], stays = isNearEnd();
      item.textContent = '';
      item.appendChild(hotline.bubble(words.hotline, by.deletes ? words.deleted : by.text, by.files, true));
      item.className = by.deletes ? 'said deleted' : 'said';
      if (by.edits) { item.appendChild(element('div', 'state', words.edited)); }
      if (by.buttons.length && item === log.lastChild) { item.appendChild(hotline.choices(by.buttons, tapped)); }
      if (stays) { keepEnd(); }
    }

    function tapped(button) { settings.pressed(button.press, button.label); }

    function clearChoices() {
      var old = log.querySelectorAll('.choices'), i;
      for (i = 0; i < old.length; i += 1) { old[i].parentNode.removeChild(old[i]); }
    }

    function isNearEnd() { return main.scrollHeight - main.scrollTop - main.clientHeight < 120; }

    function scrollDown() {
      main.scrollTop = main.scrollHeight;
      atEnd = true;
    }

    function keepEnd() { if (atEnd) { scrollDown(); } }

    /* The message at the upper edge. */
    function topmost() {
      var items = log.children, i;
      for (i = 0; i < items.length; i += 1) {
        if (items[i].offsetTop + items[i].offsetHeight > main.scrollTop) { return items[i]; }
      }
      return null;
    }

    /* `change` makes everything larger or smaller; what he reads stays where it is. */
    function keepPlace(change) {
      var stays = atEnd, item = topmost(), height = item && item.offsetHeight;
      var above = item && main.scrollTop - item.offsetTop;   // of it, out of sight; negative: the space before it
      change();
      if (stays || !item) { scrollDown(); return; }
      main.scrollTop = item.offsetTop + (above > 0 ? above * item.offsetHeight / height : above);
    }

    talk.show = function (messages, said) { show(messages, said, log); };

    /* What is older goes above, without moving what he reads, and without being read out. */
    talk.showEarlier = function (messages, said) {
      var shelf = document.createDocumentFragment(), height = main.scrollHeight;
      log.setAttribute('aria-live', 'off');
      show(messages, said, shelf);
      log.insertBefore(shelf, log.firstChild);
      main.scrollTop += main.scrollHeight - height;
      window.setTimeout(function () { log.setAttribute('aria-live', 'polite'); }, 1000);
    };

    talk.showMine = function (message, state) { showMine(message, state, log); };

    talk.fileMoved = function (file) { if (mine[file.id]) { mine[file.id].update(); } };

    talk.drop = function (id) {
      var item = mine[id].parentNode;
      item.parentNode.removeChild(item);
      delete mine[id];
    };

    talk.settle = function () {
      talk.settled = true;
      log.setAttribute('aria-busy', 'false');
      scrollDown();
    };

    talk.mark = mark;
    talk.keepEnd = keepEnd;
    talk.keepPlace = keepPlace;
    talk.scrollDown = scrollDown;
    main.onscroll = function () { atEnd = isNearEnd(); };
    return talk;
  };
}(window.hotline));
