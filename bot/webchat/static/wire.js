/* What both pages share: words, elements, ids and the wire. What a person says is only ever inserted as text. */
window.hotline = (function () {
  'use strict';

  var wire = { words: JSON.parse(byId('words').textContent), session: null };

  function byId(id) { return document.getElementById(id); }

  wire.byId = byId;

  wire.element = function (name, className, text) {
    var made = document.createElement(name);
    if (className) { made.className = className; }
    if (text) { made.appendChild(document.createTextNode(text)); }
    return made;
  };

  wire.button = function (className, text, onclick) {
    var made = wire.element('button', className, text);
    made.type = 'button';
    made.onclick = onclick;
    return made;
  };

  wire.freshId = function () {
    var id = 'w' + new Date().getTime().toString(36) + '-';
    while (id.length < 30) { id += Math.random().toString(36).slice(2); }
    return id.slice(0, 30);
  };

  /* Nothing came back, or something that tells us to come again: worth another try with the same id. */
  wire.isAway = function (status) { return status === 0 || status === 408 || status === 429 || status >= 500; };

  wire.sizeOf = function (bytes) {
    return bytes < 1048576 ? Math.max(1, Math.round(bytes / 1024)) + ' KB' : (bytes / 1048576).toFixed(1) + ' MB';
  };

  /* `what` may hold headers, json, blob, onprogress, patience (ms). `done` gets status, answer and the request. */
  wire.request = function (method, path, what, done) {
    var xhr = new XMLHttpRequest(), name;
    xhr.open(method, path);
    xhr.timeout = what.patience || 20000;
    xhr.setRequestHeader('Accept-Language', document.documentElement.lang);
    if (what.json) { xhr.setRequestHeader('Content-Type', 'application/json'); }
    if (wire.session) { xhr.setRequestHeader('X-CSRF-Token', wire.session.csrf); }
    for (name in what.headers || {}) { xhr.setRequestHeader(name, what.headers[name]); }
    if (what.onprogress && xhr.upload) { xhr.upload.onprogress = what.onprogress; }
    xhr.onreadystatechange = function () {
      var status = xhr.status, answer = {};
      if (xhr.readyState !== 4) { return; }
      try {
        answer = JSON.parse(xhr.responseText || '{}') || {};
      } catch (e) { // not from us: the sign-in page of some network, or nothing
        if (status === 200) { status = 0; }
      }
      done(status, answer, xhr);
    };
    xhr.send(what.json ? JSON.stringify(what.json) : what.blob || null);
    return xhr;
  };

  return wire;
}());
