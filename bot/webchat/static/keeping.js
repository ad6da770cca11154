/* What this phone keeps until it is sent: words in localStorage, files in IndexedDB; both can be forgotten at once. */
(function (hotline) {
  'use strict';

  var keeping = hotline.keeping = { files: true };   // files: whether this phone can keep them over a reload
  var database = null;
  var waiting = [];     // what was asked for before the database was open
  var gone = false;     // this phone was left: nothing may be kept any more

  keeping.load = function (name, otherwise) {
    try { return JSON.parse(localStorage.getItem('hotline.' + name)) || otherwise; } catch (e) { return otherwise; }
  };

  keeping.save = function (name, value) {
    if (gone) { return; }
    try { localStorage.setItem('hotline.' + name, JSON.stringify(value)); } catch (e) { /* private mode: memory only */ }
  };

  function opened(found) {
    database = found;
    keeping.files = !!found;
    waiting.splice(0).forEach(function (ask) { ask(); });
  }

  function open() {
    var asked;
    try { asked = window.indexedDB.open('hotline', 1); } catch (e) { opened(null); return; }
    asked.onupgradeneeded = function () { asked.result.createObjectStore('files', { keyPath: 'id' }); };
    asked.onsuccess = function () { opened(asked.result); };
    asked.onerror = function (event) {
      if (event.preventDefault) { event.preventDefault(); }
      opened(null);
    };
  }

  /* Does `work` with the store of files and then `done` with what it found; null when there is none or it failed. */
  function inStore(mode, work, done) {
    var transaction, asked;
    if (!database && keeping.files) { waiting.push(function () { inStore(mode, work, done); }); return; }
    if (!database || gone) { done(null); return; }
    try {
      transaction = database.transaction('files', mode);
      asked = work(transaction.objectStore('files'));
    } catch (e) { done(null); return; }   // an old browser that keeps no blobs, a full disk
    transaction.oncomplete = function () { done(asked ? asked.result : null, true); };
    transaction.onabort = transaction.onerror = function () { done(null); };
  }

  /* `done` is told whether it is kept. */
  keeping.keepFile = function (file, done) {
    inStore('readwrite', function (store) { return store.put(file); }, function (_, well) { done(!!well); });
  };

  keeping.dropFile = function (id) {
    inStore('readwrite', function (store) { return store['delete'](id); }, function () { /* gone, or never kept */ });
  };

  /* Some browsers never answer: after three seconds there are none. */
  keeping.allFiles = function (done) {
    var found = [], told = false;
    function tell() {
      if (!told) { told = true; done(found); }
    }
    window.setTimeout(tell, 3000);
    inStore('readonly', function (store) {
      store.openCursor().onsuccess = function (event) {
        var cursor = event.target.result;
        if (cursor) { found.push(cursor.value); cursor['continue'](); }
      };
    }, tell);
  };

  keeping.forgetEverything = function (done) {
    var asked;
    gone = true;
    try { localStorage.clear(); sessionStorage.clear(); } catch (e) { /* there was none */ }
    if (database) { database.close(); }
    try { asked = window.indexedDB.deleteDatabase('hotline'); } catch (e) { done(); return; }
    asked.onsuccess = asked.onerror = asked.onblocked = function () { done(); };
  };

  open();
}(window.hotline));
