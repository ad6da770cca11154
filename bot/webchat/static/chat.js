/* The worker's chat: what he says waits in the phone until it arrived, under the id it was first sent with, and what we
   say is fetched in order. */
(function (hotline) {
  'use strict';

  var API = '/chat/api/';
  var words = hotline.words, byId = hotline.byId, keeping = hotline.keeping;
  var input = byId('text');

  var queue = keeping.load('queue', []);   // {id, text, button, label, files: [ids on this phone]}
  var invitation = hotline.invitation();
  var stale = false;    // the server no longer knows our session
  var gone = false;     // he has left this phone
  var opening = false;
  var sending = false;
  var fetching = false;
  var ringing = false;  // something came while we were fetching
  var waits = 0;        // failures in a row
  var stream = null;
  var ticks = 0;
  var panels = hotline.panels();
  var cases = hotline.cases(panels);
  var uploads = hotline.uploads({ path: API, changed: uploadMoved, stale: function () { stale = true; } });
  var tray = hotline.tray(byId('chosen'), function () { return uploads; }, trayChanged);
  var talk = hotline.talk({ pressed: pressed, filesOf: filesOf, cancel: cancelWithMessage, again: back });
  var recorder = hotline.canRecord() ? hotline.recorder(panels, saySound, tell) : null;

  /* ---- the wire ---- */

  function tell(text) {
    var status = byId('status');
    if (status.textContent !== text) { status.textContent = text; }
    status.hidden = !text;
    talk.keepEnd();
  }

  function open() {
    if (opening || gone) { return; }
    opening = true;
    hotline.request('POST', API + 'sessions', {}, function (status, answer) {
      opening = false;
      if (status !== 200) {
        tell(hotline.isAway(status) ? words.offline : answer.error || words.offline);
        waits += 1;
        return;
      }
      if (hotline.session && hotline.session.session !== answer.session) { location.reload(); return; }
      hotline.session = answer;
      stale = false;
      uploads.resume(fetchNews);
    });
  }

  /* What is fetched counts as read, so nothing is fetched while nobody looks. */
  function fetchNews() {
    if (gone || document.hidden) { return; }
    if (!hotline.session || stale) { open(); return; }
    if (fetching) { ringing = true; return; }
    fetching = true;
    hotline.request('GET', API + 'messages?' + (talk.last ? 'after=' + talk.last : 'newest=1'), {}, function (status, answer) {
      fetching = false;
      if (status === 401) { stale = true; return; }
      if (status !== 200) { tell(words.offline); waits += 1; return; }
      online();
      talk.show(answer.messages, answer.mine);
      if (answer.messages.length) { cases.refresh(); }
      if (talk.last && (answer.messages.length || ringing)) { ringing = false; fetchNews(); return; }
      if (!talk.settled) { settle(); }
      follow();
      sendNext();
    });
  }

  function fetchEarlier() {
    hotline.request('GET', API + 'messages?before=' + talk.first, {}, function (status, answer) {
        if (status !== 200) { tell(words.offline); return; }
      talk.showEarlier(answer.messages, answer.mine);
    });
  }

  function follow() {
    if (!window.EventSource || (stream && stream.readyState !== 2)) { return; }
    stream = new EventSource(API + 'stream?after=' + talk.last);
    stream.onmessage = fetchNews;
  }

  function online() {
    waits = 0;
    tell('');
  }

  /* ---- sending ---- */

  function say(message) {
    queue.push(message);
    keeping.save('queue', queue);
    if (talk.settled) { talk.showMine(message, waitingFor(message)); }
    talk.scrollDown();
    sendNext();
  }

  function saySound(blob) {
    var file = uploads.add(blob, '', true), id = hotline.freshId();
    uploads.enclose([file], id);
    tray.drop(file);
    say({ id: id, text: '', label: '', files: [file.id] });
  }

  function filesOf(message) { return (message.files || []).map(uploads.byId); }

  function isReady(message) { return filesOf(message).every(function (file) { return file && file.state === 'ready'; }); }

  function waitingFor(message) { return isReady(message) ? words.sending : words.files_on_their_way; }

  /* In order, except that words need not wait for a file that is still on its way. */
  function sendNext() {
    var message = queue.filter(isReady)[0], ids;
    if (gone || sending || !talk.settled || !hotline.session || !message) { return; }
    sending = true;
    talk.mark(message.id, words.sending);
    ids = filesOf(message).map(function (file) { return file.place.split('/').pop(); });
    hotline.request('POST', API + 'messages',
      { json: { id: message.id, text: message.text, button: message.button, files: ids } },
      function (status, answer) {
        sending = false;
        if (status === 200) { sent(message, answer); return; }
        if (hotline.isAway(status) || status === 401 || status === 403) {
          markWaiting();
          waits += 1;
          if (hotline.isAway(status)) { tell(status && answer.error || words.offline); } else { stale = true; }
          return;
        }
        forget(message);
        talk.mark(message.id, answer.error || words.not_taken);
        sendNext();
      });
  }

  function sent(message, answer) {
    online();
    forget(message);
    talk.mark(message.id, words.sent);
    if (/^language/.test(message.button || '')) { location.replace('/chat'); return; }
    if (answer.n > talk.last) { fetchNews(); }
    sendNext();
  }

  function forget(message) {
    filesOf(message).forEach(function (file) { if (file) { uploads.forget(file); } });
    queue = queue.filter(function (other) { return other.id !== message.id; });
    keeping.save('queue', queue);
  }

  function markWaiting() {
    queue.filter(isReady).forEach(function (message) { talk.mark(message.id, words.again, true); });
  }

  /* A file that this phone lost (it cannot keep files, and the page was closed) takes its message along. */
  function giveUpLost() {
    queue.slice().forEach(function (message) {
      if (filesOf(message).every(Boolean)) { return; }
      forget(message);
      talk.showMine({ id: message.id, label: message.text || words.document }, words.file_lost);
    });
  }

  function pressed(button, label) { say({ id: hotline.freshId(), text: '', button: button, label: label }); }

  /* ---- files ---- */

  function uploadMoved(file) {
    tray.update(file);
    talk.fileMoved(file);
    if (file.message && (file.state === 'ready' || file.state === 'refused')) { arrived(file); }
  }

  function arrived(file) {
    var message = queue.filter(function (one) { return one.id === file.message; })[0];
    if (!message) { return; }
    if (file.state === 'ready') { sendNext(); return; }
    forget(message);
    talk.mark(message.id, file.reason);
  }

  function cancelWithMessage(file) {
    var message = queue.filter(function (one) { return one.id === file.message; })[0];
    if (!message) { return; }
    filesOf(message).forEach(function (one) { if (one) { uploads.cancel(one); } });
    forget(message);
    talk.drop(message.id);
  }

  function trayChanged() {
    byId('tray').hidden = !byId('chosen').firstChild;
    byId('keep-open').hidden = keeping.files && !uploads.keepOpen || !uploads.files.length;
    talk.keepEnd();
  }

  function picked(files) {
    var room = 10 - tray.chosen().length;
    if (files.length > room) { tell(words.too_many_files); }
    files.slice(0, room).forEach(function (file) { uploads.add(file, file.name, false); });
    input.focus();
  }

  /* The whole history is there: show what still waits to be sent; a fresh conversation asks for its welcome. */
  function settle() {
    giveUpLost();
    talk.settled = true;
    queue.forEach(function (message) { talk.showMine(message, waitingFor(message)); });
    if (!talk.last && !queue.length) { queue.push({ id: 'start-' + hotline.session.session, text: '/start', label: '' }); }
    talk.settle();
  }

  /* ---- the page ---- */

  function grow() {
    input.style.height = 'auto';
    input.style.height = input.scrollHeight + 4 + 'px';
    keeping.save('typing', input.value);
  }

  /* Letters or colours change: the field for writing grows along, and his place in the conversation is kept. */
  function redraw(change) {
    talk.keepPlace(function () {
      change();
      grow();
    });
  }

  function submit(event) {
    var text = input.value.trim(), files = tray.chosen(), id = hotline.freshId();
    if (event) { event.preventDefault(); }
    if (!text && !files.length) { input.focus(); return; }
    input.value = '';
    grow();
    uploads.enclose(files, id);
    files.forEach(tray.drop);
    say({ id: id, text: text, label: text, files: files.map(function (file) { return file.id; }) });
  }

  /* Every 3 s: without a stream look for replies, with one only now and then; wait longer after each failure. */
  function tick() {
    var every = stream && stream.readyState === 1 ? 8 : Math.min(1 + waits, 10);
    ticks += 1;
    if (ticks % every === 0) { fetchNews(); }
  }

  function back() {
    if (document.hidden) { return; }
    waits = 0;
    fetchNews();
    uploads.go();
  }

  function fitKeyboard() {
    if (window.visualViewport) { document.body.style.height = window.visualViewport.height + 'px'; }
    window.scrollTo(0, 0);
    talk.keepEnd();
  }

  function leave() {
    gone = true;
    if (stream) { stream.close(); }
    uploads.files.slice().forEach(uploads.cancel);
    byId('page').textContent = '';
  }

  byId('form').onsubmit = submit;
  byId('person').onclick = function () { pressed('person', words.person); };
  byId('cases-open').onclick = cases.open;
  byId('earlier').onclick = fetchEarlier;
  byId('language').onclick = function () {
    panels.close();
    pressed('language:' + this.getAttribute('data-language'), this.textContent);
  };
  input.oninput = grow;
  input.onkeydown = function (event) {
    var typesWithKeyboard = window.matchMedia && window.matchMedia('(hover: hover) and (pointer: fine)').matches;
    if (typesWithKeyboard && event.keyCode === 13 && !event.shiftKey && !event.isComposing) { submit(event); }
  };
  window.addEventListener('online', back);
  window.addEventListener('hashchange', function () { if (/^#[gs]-/.test(location.hash)) { location.reload(); } });
  window.addEventListener('offline', function () { tell(words.offline); });
  document.addEventListener('visibilitychange', back);
  (window.visualViewport || window).addEventListener('resize', fitKeyboard);

  hotline.ways({ picked: picked, recorder: recorder, moved: talk.keepEnd });
  hotline.menu(panels, redraw, function () { return queue.length || uploads.files.length; }, leave);
  if (location.search && history.replaceState) { history.replaceState(null, '', '/chat'); }
  if (invitation) {
    queue.push(invitation);
    keeping.save('queue', queue);
  }
  input.value = keeping.load('typing', '');
  grow();
  tell(words.connecting);
  window.setInterval(tick, 3000);
  open();
}(window.hotline));
