/* The ways to enclose something: camera, pictures, any file, a recording; each a button over a hidden input. */
(function (hotline) {
  'use strict';

  var byId = hotline.byId;
  var INPUTS = { take: 'camera', pick: 'gallery', any: 'anything' };

  /* `settings`: picked(files), recorder or null, moved() when the page has grown or shrunk. */
  hotline.ways = function (settings) {
    function show(shown) {
      byId('ways').hidden = !shown;
      byId('attach').setAttribute('aria-expanded', String(shown));
      settings.moved();
    }

    function choose(name) {
      show(false);
      byId(name).click();
    }

    function chosen() {
      var files = [].slice.call(this.files || []);
      this.value = '';
      settings.picked(files);
    }

    Object.keys(INPUTS).forEach(function (button) { byId(button).onclick = function () { choose(INPUTS[button]); }; });
    ['camera', 'gallery', 'anything', 'sound'].forEach(function (name) { byId(name).onchange = chosen; });
    byId('attach').onclick = function () { show(byId('ways').hidden); };
    byId('form').addEventListener('submit', function () { if (!byId('ways').hidden) { show(false); } });
    byId('record').onclick = function () {
      if (!settings.recorder) { choose('sound'); return; }
      show(false);
      settings.recorder.record();
    };
  };
}(window.hotline));
