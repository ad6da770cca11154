/* A file as it is shown while it is on its way: a small picture, its name, how far it is, and how to cancel it. */
(function (hotline) {
  'use strict';

  var words = hotline.words, element = hotline.element;
  var STATES = { waiting: words.upload_waiting, uploading: words.uploading, paused: words.upload_paused,
    ready: words.upload_ready, refused: words.upload_refused };

  function isPicture(file) { return /^image\/(jpeg|png|gif|webp)/.test(file.type); }

  /* A small picture from the phone itself; nothing is fetched for it. */
  hotline.preview = function (file) {
    var picture;
    if (!file.blob || !isPicture(file) || !window.URL || !URL.createObjectURL) { return null; }
    picture = element('img', 'thumb');
    picture.alt = words.photo;
    picture.onload = function () { URL.revokeObjectURL(picture.src); };
    picture.src = URL.createObjectURL(file.blob);
    return picture;
  };

  hotline.fileName = function (file) {
    if (file.recorded) { return words.voice; }
    return file.name || words.document;
  };

  /* A row for a file; call its `update` whenever the file has moved on. */
  hotline.fileRow = function (file, cancel) {
    var row = element('li', 'file'), text = element('div', 'about'), picture = hotline.preview(file);
    var bar = element('progress'), state = element('div', 'state'), away;
    row.setAttribute('aria-live', 'off');
    if (picture) { row.appendChild(picture); }
    text.appendChild(element('div', 'name', hotline.fileName(file) + ' · ' + hotline.sizeOf(file.size)));
    bar.max = 100;
    bar.setAttribute('aria-label', words.uploading + ' ' + hotline.fileName(file));
    text.appendChild(bar);
    text.appendChild(state);
    row.appendChild(text);
    if (cancel) {
      away = hotline.button('cancel', '×', function () { cancel(file); });
      away.setAttribute('aria-label', words.cancel + ' ' + hotline.fileName(file));
      row.appendChild(away);
    }
    row.update = function () {
      var said = file.reason || STATES[file.state];
      bar.value = file.size ? Math.floor(100 * Math.max(file.sent, file.shown || 0) / file.size) : 0;
      bar.hidden = file.state === 'refused';
      row.className = 'file ' + file.state;
      if (file.message && file.state === 'ready') { said = words.files_on_their_way; }
      if (state.textContent !== said) { state.textContent = said; }
    };
    row.update();
    return row;
  };

  /* The list of what is chosen and not sent yet. `list` is its element; `changed` hears of every change. */
  hotline.tray = function (list, uploads, changed) {
    var rows = {};

    function drop(file) {
      list.removeChild(rows[file.id]);
      delete rows[file.id];
      changed();
    }

    return {
      update: function (file) {
        if (file.message) { return; }
        if (!rows[file.id]) {
          rows[file.id] = list.appendChild(hotline.fileRow(file, function () { uploads().cancel(file); drop(file); }));
        }
        rows[file.id].update();
        changed();
      },
      drop: function (file) { if (rows[file.id]) { drop(file); } },
      chosen: function () {
        return uploads().files.filter(function (file) { return !file.message && file.state !== 'refused'; });
      }
    };
  };
}(window.hotline));
