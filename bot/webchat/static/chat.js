/* The worker's chat. Written in ES5, because it must run on phones of 2015. What a person says is only ever inserted
   as text. What could not be sent stays in the phone's storage, under the id it was first sent with. */
(function () {
  'use strict';

  var API = '/chat/api/';
  var SIZES = [18, 20, 22, 25, 28];
  var words = JSON.parse(byId('words').textContent);
  var log = byId('log');
  var input = byId('text');

  var session = null;   // {session, csrf}
  var last = 0;         // number of the newest reply on the page
  var queue = load('queue', []);
  var bubbles = {};     // own messages on the page, by id
  var taps = load('taps', []);   // buttons he tapped, which the server does not repeat to us
  var settled = false;  // the history is on the page
  var stale = false;    // the server no longer knows our session
  var opening = false;
  var sending = false;
  var fetching = false;
  var ringing = false;  // something came while we were fetching
  var atEnd = true;     // he reads the newest, so keep it in sight
  var waits = 0;        // failures in a row
  var stream = null;
  var ticks = 0;
  var size = load('size', 0);

  function byId(id) { return document.getElementById(id); }

  function element(name, className, text) {
    var made = document.createElement(name);
    if (className) { made.className = className; }
    if (text) { made.appendChild(document.createTextNode(text)); }
    return made;
  }

  function load(name, otherwise) {
    try { return JSON.parse(localStorage.getItem('hotline.' + name)) || otherwise; } catch (e) { return otherwise; }
  }

  function save(name, value) {
    try { localStorage.setItem('hotline.' + name, JSON.stringify(value)); } catch (e) { /* private mode: memory only */ }
  }

  function freshId() {
    var id = 'w' + new Date().getTime().toString(36) + '-';
    while (id.length < 30) { id += Math.random().toString(36).slice(2); }
    return id.slice(0, 30);
  }

  /* ---- the wire ---- */

  function request(method, path, body, done) {
    var xhr = new XMLHttpRequest();
    xhr.open(method, API + path);
    xhr.timeout = 20000;
    if (body) { xhr.setRequestHeader('Content-Type', 'application/json'); }
    if (body && session) { xhr.setRequestHeader('X-CSRF-Token', session.csrf); }
    xhr.onreadystatechange = function () {
      var status = xhr.status, answer = {};
      if (xhr.readyState !== 4) { return; }
      try {
        answer = JSON.parse(xhr.responseText) || {};
      } catch (e) { // not from us: the sign-in page of some network, or nothing
        if (status === 200) { status = 0; }
      }
      done(status, answer);
    };
    xhr.send(body ? JSON.stringify(body) : null);
  }

  function isAway(status) { return status === 0 || status === 408 || status === 429 || status >= 500; }

  function tell(text) {
    var status = byId('status');
    if (status.textContent !== text) { status.textContent = text; }
    status.hidden = !text;
    keepEnd();
  }

  function open() {
    if (opening) { return; }
    opening = true;
    request('POST', 'sessions', null, function (status, answer) {
      opening = false;
      if (status !== 200) {
        tell(isAway(status) ? words.offline : answer.error || words.offline);
        waits += 1;
        return;
      }
      if (session && session.session !== answer.session) { location.reload(); return; }
      session = answer;
      stale = false;
      fetchNews();
    });
  }

  function fetchNews() {
    if (!session || stale) { open(); return; }
    if (fetching) { ringing = true; return; }
    fetching = true;
    request('GET', 'messages?after=' + last, null, function (status, answer) {
      fetching = false;
      if (status === 401) { stale = true; return; }
      if (status !== 200) { tell(words.offline); waits += 1; return; }
      online();
      show(answer.messages, answer.mine);
      if (answer.messages.length || ringing) { ringing = false; fetchNews(); return; }
      if (!settled) { settle(); }
      follow();
      sendNext();
    });
  }

  function follow() {
    if (!window.EventSource || (stream && stream.readyState !== 2)) { return; }
    stream = new EventSource(API + 'stream?after=' + last);
    stream.onmessage = function () { if (!document.hidden) { fetchNews(); } };
  }

  function online() {
    waits = 0;
    tell('');
  }

  /* ---- sending ---- */

  function say(message) {
    queue.push(message);
    save('queue', queue);
    if (settled) { showMine(message.id, message.label, words.sending); }
    scrollDown();
    sendNext();
  }

  function sendNext() {
    var message = queue[0];
    if (sending || !settled || !session || !message) { return; }
    sending = true;
    mark(message.id, words.sending);
    request('POST', 'messages', { id: message.id, text: message.text, button: message.button },
      function (status, answer) {
        sending = false;
        if (status === 200) { sent(message, answer); return; }
        if (isAway(status) || status === 401 || status === 403) {
          markWaiting();
          waits += 1;
          if (isAway(status)) { tell(status && answer.error || words.offline); } else { stale = true; }
          return;
        }
        forget(message);
        mark(message.id, answer.error || words.not_taken);
        sendNext();
      });
  }

  function sent(message, answer) {
    online();
    forget(message);
    mark(message.id, words.sent);
    if (message.button) { remember(message); }
    if (/^language/.test(message.button || '')) { location.replace('/chat'); return; }
    if (answer.n > last) { fetchNews(); }
    sendNext();
  }

  function forget(message) {
    queue = queue.filter(function (other) { return other.id !== message.id; });
    save('queue', queue);
  }

  function remember(tap) {
    taps = taps.concat({ session: session.session, after: tap.after, id: tap.id, text: tap.label }).slice(-100);
    save('taps', taps);
  }

  function markWaiting() {
    queue.forEach(function (message) { mark(message.id, words.again, true); });
  }

  function pressed(id, label) { say({ id: freshId(), button: id, label: label, after: last }); }

  /* ---- showing ---- */

  function show(messages, mine) {
    mine = mine.concat(taps.filter(function (tap) { return tap.session === session.session; }));
    messages.forEach(function (message) {
      mine.forEach(function (said) { if (said.after < message.n) { showSaid(said); } });
      if (message.n > last) { showReply(message); }
    });
    if (!messages.length) { mine.forEach(showSaid); }
  }

  function showSaid(said) { showMine(said.id, said.text, words.sent); }

  function showMine(id, label, state) {
    var item;
    if (!label) { return; }
    if (bubbles[id]) { mark(id, state); return; }
    clearChoices();
    item = element('div', 'said mine');
    item.appendChild(bubble(words.you, label, false));
    bubbles[id] = item.appendChild(element('div', 'state'));
    log.appendChild(item);
    mark(id, state);
  }

  function mark(id, state, again) {
    var place = bubbles[id], button;
    if (!place || place.textContent === state) { return; }
    place.textContent = again ? '' : state;
    if (!again) { keepEnd(); return; }
    button = element('button', 'again', state);
    button.type = 'button';
    button.onclick = back;
    place.appendChild(button);
    keepEnd();
  }

  function showReply(message) {
    var stays = isNearEnd(), item = element('div', 'said');
    item.appendChild(bubble(words.hotline, message.text, true));
    if (message.buttons.length) { item.appendChild(choices(message.buttons)); }
    log.appendChild(item);
    last = message.n;
    if (settled && stays) { log.scrollTop = item.offsetTop - 8; }
    atEnd = isNearEnd();
  }

  function bubble(speaker, text, linked) {
    var made = element('div', 'bubble');
    made.appendChild(element('span', 'unseen', speaker + ': '));
    if (linked) { addLinked(made, text); } else { made.appendChild(document.createTextNode(text)); }
    return made;
  }

  function choices(buttons) {
    var made = element('div', 'choices');
    buttons.forEach(function (button) {
      var tap = element('button', '', button.label);
      tap.type = 'button';
      tap.onclick = function () { if (made.parentNode) { pressed(button.press, button.label); } };
      made.appendChild(tap);
    });
    return made;
  }

  function clearChoices() {
    var old = log.querySelectorAll('.choices'), i;
    for (i = 0; i < old.length; i += 1) { old[i].parentNode.removeChild(old[i]); }
  }

  /* Hotlines and landlines become links that dial; "110 yuan" or "article 120" do not. */
  function addLinked(parent, text) {
    var numbers = new RegExp('(^|[^0-9A-Za-z.,:/¥￥$第-])(123\\d\\d|110|119|120|122|0\\d{2,3}-\\d{7,8}|1[3-9]\\d{9}|' +
      '400-\\d{3}-\\d{4})(?![0-9A-Za-z]|[.,:/-][0-9]|\\s*(?:[元块万千百人名个天日年月周小条款项号岁%％¥]|yuan|days?|months?|years?|people))', 'g');
    var done = 0, found, start, link;
    while ((found = numbers.exec(text))) {
      start = found.index + found[1].length;
      if (/(?:article|no\.|rmb)\s*$/i.test(text.slice(0, start))) { continue; }
      parent.appendChild(document.createTextNode(text.slice(done, start)));
      link = element('a', '', found[2]);
      link.href = 'tel:' + found[2].replace(/-/g, '');
      parent.appendChild(link);
      done = start + found[2].length;
      numbers.lastIndex = done;
    }
    parent.appendChild(document.createTextNode(text.slice(done)));
  }

  function isNearEnd() { return log.scrollHeight - log.scrollTop - log.clientHeight < 120; }

  function scrollDown() {
    log.scrollTop = log.scrollHeight;
    atEnd = true;
  }

  function keepEnd() { if (atEnd) { scrollDown(); } }

  /* The whole history is there: show what still waits to be sent; a fresh conversation asks for its welcome. */
  function settle() {
    settled = true;
    queue.forEach(function (message) { showMine(message.id, message.label, words.sending); });
    if (!last && !queue.length) { queue.push({ id: 'start-' + session.session, text: '/start', label: '' }); }
    log.setAttribute('aria-busy', 'false');
    scrollDown();
  }

  /* ---- the page ---- */

  function setSize(step) {
    size = Math.max(0, Math.min(SIZES.length - 1, step));
    document.documentElement.style.fontSize = SIZES[size] + 'px';
    save('size', size);
    grow();
  }

  function grow() {
    input.style.height = 'auto';
    input.style.height = input.scrollHeight + 4 + 'px';
    save('typing', input.value);
  }

  function submit(event) {
    var text = input.value.trim();
    if (event) { event.preventDefault(); }
    if (!text) { input.focus(); return; }
    input.value = '';
    grow();
    say({ id: freshId(), text: text, label: text });
  }

  /* Every 3 s: without a stream look for replies, with one only now and then; wait longer after each failure. */
  function tick() {
    var every = stream && stream.readyState === 1 ? 8 : Math.min(1 + waits, 10);
    ticks += 1;
    if (document.hidden || ticks % every) { return; }
    fetchNews();
  }

  function back() {
    if (document.hidden) { return; }
    waits = 0;
    fetchNews();
  }

  function fitKeyboard() {
    if (window.visualViewport) { document.body.style.height = window.visualViewport.height + 'px'; }
    window.scrollTo(0, 0);
    keepEnd();
  }

  byId('form').onsubmit = submit;
  byId('larger').onclick = function () { setSize(size + 1); };
  byId('smaller').onclick = function () { setSize(size - 1); };
  byId('person').onclick = function () { pressed('person', words.person); };
  byId('language').onclick = function () {
    pressed('language:' + this.getAttribute('data-language'), this.textContent);
  };
  input.oninput = grow;
  input.onkeydown = function (event) {
    var typesWithKeyboard = window.matchMedia && window.matchMedia('(hover: hover) and (pointer: fine)').matches;
    if (typesWithKeyboard && event.keyCode === 13 && !event.shiftKey && !event.isComposing) { submit(event); }
  };
  window.addEventListener('online', back);
  window.addEventListener('offline', function () { tell(words.offline); });
  document.addEventListener('visibilitychange', back);
  log.onscroll = function () { atEnd = isNearEnd(); };
  (window.visualViewport || window).addEventListener('resize', fitKeyboard);

  if (location.search && history.replaceState) { history.replaceState(null, '', '/chat'); }
  input.value = load('typing', '');
  setSize(size);
  tell(words.connecting);
  setInterval(tick, 3000);
  open();
}());
