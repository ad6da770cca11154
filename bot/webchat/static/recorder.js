/* A voice message: recorded here where the browser can, otherwise by the phone's own recorder through a file input. */
(function (hotline) {
  'use strict';

  var LONGEST = 10 * 60;   // seconds
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

  /* `record` starts; sent(blob) is called when the recording is to go, trouble() when there is no microphone. */
  hotline.recorder = function (panels, sent, trouble) {
    var player = byId('listen'), live = null, parts = [], whole = null, timer = null, began = 0;

    function show(state) {
      byId('recording').hidden = state !== 'recording';
      byId('recorded').hidden = state !== 'recorded';
    }

    function tick() {
      var seconds = Math.floor((new Date().getTime() - began) / 1000);
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
      player.removeAttribute('src');
      player.load();
    }

    function started(stream) {
      live = new MediaRecorder(stream, typeToRecord());
      parts = [];
      live.ondataavailable = function (event) { if (event.data && event.data.size) { parts.push(event.data); } };
      live.onstop = function () {
        end();
        whole = new Blob(parts, { type: live.mimeType || parts[0] && parts[0].type || '' });
        player.src = URL.createObjectURL(whole);
        show('recorded');
        byId('voice-send').focus();
      };
      live.start(1000);
      began = new Date().getTime();
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
