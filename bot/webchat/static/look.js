/* Letters and colours as this phone chose them, set before anything is drawn. Written in ES5, like all of it: the page
   must run on phones of 2015. */
(function () {
  'use strict';

  var SIZES = [18, 20, 22, 25, 28];
  var html = document.documentElement;
  var night = window.matchMedia ? window.matchMedia('(prefers-color-scheme: dark)') : null;
  var look = window.hotlineLook = { size: Math.max(0, Math.min(4, chosen('size') || 0)), scheme: chosen('scheme') };

  function chosen(name) {
    try { return JSON.parse(localStorage.getItem('hotline.' + name)); } catch (e) { return null; }
  }

  look.isDark = function () { return look.scheme ? look.scheme === 'dark' : !!(night && night.matches); };

  look.draw = function () {
    html.style.fontSize = SIZES[look.size] + 'px';
    html.className = look.isDark() ? 'dark' : '';
  };

  look.step = function (by) {
    look.size = Math.max(0, Math.min(SIZES.length - 1, look.size + by));
    look.draw();
  };

  look.turn = function () {
    look.scheme = look.isDark() ? 'light' : 'dark';
    look.draw();
  };

  if (night && night.addListener) { night.addListener(look.draw); }
  look.draw();
}());
