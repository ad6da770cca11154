/* The page behind a one-time link: choose, upload, send; the answer comes in the conversation the worker came from. */
(function (hotline) {
  'use strict';

  var API = '/chat/api/link/';
  var words = hotline.words, byId = hotline.byId;
  var token = location.hash.slice(1);
  var sending = false;
  var over = false;      // sent, or the link is dead
  var wanted = false;    // he has tapped Send
  var waits = 0;
  var message = hotline.freshId();
  var uploads = hotline.uploads({ path: API, changed: moved, stale: ended });
  var tray = hotline.tray(byId('chosen'), function () { return uploads; }, moved);

  function tell(text) {
    byId('status').textContent = text;
    byId('status').hidden = !text;
  }

  function ended(sentence) {
    over = true;
    byId('uploading').hidden = true;
    tell(sentence || words.upload_no_link);
  }

  function begin() {
    hotline.request('POST', API + 'sessions', { json: { token: token } }, function (status, answer) {
      if (hotline.isAway(status)) { tell(words.offline); again(begin); return; }
      if (status !== 200) { ended(token ? answer.error : words.upload_no_link); return; }
      if (history.replaceState) { history.replaceState(null, '', '/chat/upload'); }   // the token leaves the address
      hotline.session = answer;
      tell('');
      byId('uploading').hidden = false;
      uploads.resume(function () { /* they are in the tray */ });
    });
  }

  function again(then) {
    waits += 1;
    window.setTimeout(then, Math.min(30000, 1000 * Math.pow(2, waits)));
  }

  function moved(file) {
    if (file) { tray.update(file); }
    byId('keep-open').hidden = !uploads.keepOpen && hotline.keeping.files;
    if (wanted) { send(); }
  }

  function send() {
    var files = tray.chosen(), ids;
    if (sending || over || !files.length) { return; }
    if (!files.every(function (file) { return file.state === 'ready'; })) { return; }
    sending = true;
    ids = files.map(function (file) { return file.place.split('/').pop(); });
    hotline.request('POST', API + 'messages', { json: { id: message, text: byId('text').value.trim(), files: ids } },
      function (status, answer) {
        sending = false;
        if (hotline.isAway(status)) { tell(words.offline); again(send); return; }
        if (status !== 200) { ended(answer.error); return; }
        finish(files);
      });
  }

  function finish(files) {
    over = true;
    files.forEach(uploads.forget);
    tell('');
    byId('uploading').hidden = true;
    byId('done').hidden = false;
    byId('done').focus();
  }

  function chosen() {
    var picked = [].slice.call(this.files || []), room = 10 - tray.chosen().length;
    tell(picked.length > room ? words.too_many_files : '');
    picked.slice(0, room).forEach(function (file) { uploads.add(file, file.name, false); });
    this.value = '';
  }

  byId('gallery').onchange = byId('anything').onchange = chosen;
  byId('pick').onclick = function () { byId('gallery').click(); };
  byId('any').onclick = function () { byId('anything').click(); };
  byId('send').onclick = function () {
    wanted = true;
    tell(tray.chosen().length ? words.sending : words.upload_nothing);
    send();
  };
  window.addEventListener('online', uploads.go);
  tell(words.connecting);
  begin();
}(window.hotline));
