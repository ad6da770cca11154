/* Files on their way, one after the other, in the steps of tus 1.0: POST announces a file, HEAD says how much is there,
   PATCH goes on. A lost network, a reloaded page or a restarted server only mean: ask again and go on from there. */
(function (hotline) {
  'use strict';

  var PART = 512 * 1024;      // bytes of one request; what is lost with the network is less than that
  var PATIENCE = 30000;       // ms without progress before a request is given up
  var LONGEST_WAIT = 30000;   // ms between two tries
  var LONGEST_KEPT = 3 * 24 * 3600 * 1000;   // ms; the server forgets then, too
  var TUS = '1.0.0';

  /* `settings`: path of the API; changed(file) when one moves on; stale() when the server knows us no longer. */
  hotline.uploads = function (settings) {
    var files = [];       // {id, name, type, size, recorded, message, session, blob, place, sent, state, reason}
    var active = null;
    var failures = 0;
    var timer = null;
    var uploads = { files: files };

    function change(file, state, reason) {
      file.state = state;
      file.reason = reason || '';
      settings.changed(file);
    }

    function keep(file) {
      var kept = { id: file.id, name: file.name, type: file.type, size: file.size, recorded: file.recorded,
        message: file.message, session: file.session, made: file.made, blob: file.blob };
      hotline.keeping.keepFile(kept, function (well) { if (!well) { uploads.keepOpen = true; settings.changed(file); } });
    }

    function headers(more) {
      var all = { 'Tus-Resumable': TUS }, name;
      for (name in more || {}) { all[name] = more[name]; }
      return all;
    }

    function coded(text) { return btoa(unescape(encodeURIComponent(text))); }

    function next() {
      return files.filter(function (file) { return file.state === 'waiting' || file.state === 'paused'; })[0];
    }

    function go() {
      var file = next();
      if (active || !file || !hotline.session) { return; }
      window.clearTimeout(timer);
      active = file;
      change(file, 'uploading');
      if (file.place) { ask(file); } else { announce(file); }
    }

    function announce(file) {
      var about = 'id ' + coded(file.id) + ',filename ' + coded(file.name) + (file.recorded ? ',recorded' : '');
      var said = headers({ 'Upload-Length': String(file.size), 'Upload-Metadata': about });
      send(file, 'POST', settings.path + 'uploads', { headers: said }, function (xhr) {
        file.place = xhr.getResponseHeader('Location');
        if (file.place) { ask(file); } else { failed(file, 0, {}); }
      });
    }

    function ask(file) {
      send(file, 'HEAD', file.place, { headers: headers() }, function (xhr) { goOn(file, xhr); });
    }

    function goOn(file, xhr) {
      var here = xhr.getResponseHeader('Upload-Offset');
      if (here === null) { failed(file, 0, {}); return; }   // not from us: the sign-in page of some network
      file.sent = Number(here);
      push(file);
    }

    function push(file) {
      var part;
      if (file.sent >= file.size) { finish(file); return; }
      part = file.blob.slice(file.sent, file.sent + PART);
      send(file, 'PATCH', file.place, {
        headers: headers({ 'Upload-Offset': String(file.sent), 'Content-Type': 'application/offset+octet-stream' }),
        blob: part
      }, function (xhr) { goOn(file, xhr); });
    }

    function finish(file) {
      active = null;
      change(file, 'ready');
      go();
    }

    function send(file, method, path, what, well) {
      var begun = file.sent, given = null, xhr;
      function watch() {
        window.clearTimeout(given);
        given = window.setTimeout(function () { xhr.abort(); }, PATIENCE);
      }
      what.patience = 10 * 60 * 1000;   // a slow network is none that is lost: see watch()
      what.onprogress = function (event) {
        watch();
        if (file.state === 'uploading' && event.loaded) { file.shown = begun + event.loaded; settings.changed(file); }
      };
      xhr = hotline.request(method, path, what, function (status, answer) {
        window.clearTimeout(given);
        file.shown = 0;
        if (active !== file) { return; }   // cancelled meanwhile
        if (status >= 200 && status < 300) { failures = 0; well(xhr); return; }
        failed(file, status, answer);
      });
      file.xhr = xhr;
      watch();
    }

    function failed(file, status, answer) {
      active = null;
      if (status === 404 || status === 409) {   // swept away, or somebody was here first: look again
        if (status === 404) { file.place = null; file.sent = 0; }
        failures += 1;
        change(file, 'paused');
        later();
        return;
      }
      if (hotline.isAway(status)) { pause(file, status ? answer.error : ''); return; }
      if (status === 401 || status === 403 || status === 410) {
        settings.stale(answer.error);
        pause(file, '');
        return;
      }
      change(file, 'refused', answer.error || hotline.words.upload_refused);
      go();
    }

    function pause(file, reason) {
      failures += 1;
      change(file, 'paused', reason);
      later();
    }

    function later() {
      window.clearTimeout(timer);
      timer = window.setTimeout(go, Math.min(LONGEST_WAIT, 1000 * Math.pow(2, Math.min(failures, 5))));
    }

    uploads.byId = function (id) { return files.filter(function (file) { return file.id === id; })[0]; };

    uploads.add = function (blob, name, recorded) {
      var file = { id: hotline.freshId(), name: name, type: blob.type || '', size: blob.size, recorded: recorded,
        message: '', session: hotline.session && hotline.session.session, made: new Date().getTime(), blob: blob, sent: 0,
        state: 'waiting' };
      files.push(file);
      keep(file);
      settings.changed(file);
      go();
      return file;
    };

    /* These files go with this message now; the phone remembers it. */
    uploads.enclose = function (chosen, message) {
      chosen.forEach(function (file) { file.message = message; keep(file); });
    };

    /* It arrived, or nobody wants it any more. */
    uploads.forget = function (file) {
      files.splice(files.indexOf(file), 1);
      hotline.keeping.dropFile(file.id);
    };

    uploads.cancel = function (file) {
      var was = active === file;
      if (was) { active = null; }
      if (file.xhr) { file.xhr.abort(); }
      uploads.forget(file);
      if (file.place) { hotline.request('DELETE', file.place, { headers: headers() }, function () { /* or swept later */ }); }
      if (was) { go(); }
    };

    /* What this phone kept of an earlier visit goes on. What belongs to another conversation is left alone, for the
       page behind a link keeps its files in the same place; what is old is dropped. */
    uploads.resume = function (done) {
      hotline.keeping.allFiles(function (kept) {
        kept.sort(function (one, other) { return one.id < other.id ? -1 : 1; });
        kept.forEach(function (file) {
          if (uploads.byId(file.id)) { return; }
          if (new Date().getTime() - file.made > LONGEST_KEPT) { hotline.keeping.dropFile(file.id); return; }
          if (file.session && file.session !== hotline.session.session) { return; }
          file.sent = 0;
          file.state = 'waiting';
          files.push(file);
          settings.changed(file);
        });
        done();
        go();
      });
    };

    uploads.go = function () {
      failures = 0;
      go();
    };

    return uploads;
  };
}(window.hotline));
