/* A voice message: recorded here where the browser can, otherwise by the phone's own recorder through a file input. */
(function (hotline) {
  'use strict';

  var LONGEST = 10 * 60;   // seconds
  var PIECE = 250;         // ms of sound in one piece
  var TYPES = ['audio/ogg;codecs=opus', 'audio/webm;codecs=opus', 'audio/mp4'];
  var words = hotline.words, byId = hotline.byId;

  hotline.canRecord = function () {
    return !!(window.isSecureContext && window.MediaRecorder && navigator.mediaDevices &&
      navigator.mediaDevices.getUserMedia);
  };

  function typeToRecord() {
    var able = TYPES.filter(function (type) { return MediaRecorder.isTypeSupported(type); });
    return able.length ? { mimeType: able[0] } : {};
  }

  function clock(seconds) { return Math.floor(seconds / 60) + ':' + (seconds % 60 < 10 ? '0' : '') + seconds % 60; }

  /* `record` starts; sent(blob) is called when the recording is to go, trouble(words) when nothing can be recorded.
     The clock runs from the first sound that is kept, so that nobody speaks into a phone that is not listening yet. */
  hotline.recorder = function (panels, sent, trouble) {
    var player = byId('listen'), live = null, parts = [], whole = null, timer = null, began = 0;

    function show(state) {
      byId('recording').hidden = state !== 'recording';
      byId('recorded').hidden = state !== 'recorded';
    }

    function tick() {
      var seconds = began ? Math.floor((new Date().getTime() - began) / 1000) : 0;
      byId('seconds').textContent = clock(seconds);
      if (seconds >= LONGEST) { stop(); }
    }

    function stop() { if (live && live.state !== 'inactive') { live.stop(); } }

    function end() {
      window.clearInterval(timer);
      if (live) { live.stream.getTracks().forEach(function (track) { track.stop(); }); }
    }

    function drop() {
      if (live) { live.onstop = null; }
      stop();
      end();
      live = whole = null;
      byId('seconds').textContent = clock(0);
      player.removeAttribute('src');
      player.load();
    }

    function started(stream) {
      live = new MediaRecorder(stream, typeToRecord());
      parts = [];
      began = 0;
      live.ondataavailable = function (event) {
        if (!event.data || !event.data.size) { return; }
        parts.push(event.data);
        began = began || new Date().getTime();
      };
      live.onstop = function () {
        end();
        if (!parts.length) {
          panels.close();
          trouble(words.nothing_recorded);
          return;
        }
        whole = new Blob(parts, { type: live.mimeType || parts[0] && parts[0].type || '' });
        player.src = URL.createObjectURL(whole);
        show('recorded');
        byId('voice-send').focus();
      };
      live.start(PIECE);
      tick();
      timer = window.setInterval(tick, 500);
      show('recording');
      panels.open('recorder');
      byId('stop').focus();
    }

    byId('stop').onclick = stop;
    byId('voice-drop').onclick = panels.close;
    byId('voice-send').onclick = function () {
      var blob = whole;
      panels.close();
      if (blob) { sent(blob); }
    };
    panels.whenClosed('recorder', drop);

    return {
      record: function () {
        navigator.mediaDevices.getUserMedia({ audio: true }).then(started, function () { trouble(words.no_microphone); });
      }
    };
  };
}(window.hotline));
