/* A workmate's link, or that of a poster: its code stands behind the #, which no server sees. It leaves the address and
   is said like a word; a poster's, which no eye should have to read, is said unseen. */
(function (hotline) {
  'use strict';

  hotline.invitation = function () {
    var found = /^#([gs])-([\w-]+)$/.exec(location.hash), text;
    if (!found) { return null; }
    if (history.replaceState) { history.replaceState(null, '', '/chat'); }
    if (found[1] === 's') { return { id: 'start-' + hotline.freshId(), text: '/start s-' + found[2], label: '' }; }
    text = hotline.words.join + ' ' + found[2];
    return { id: hotline.freshId(), text: text, label: text };
  };
}(window.hotline));
