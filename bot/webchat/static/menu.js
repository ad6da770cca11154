/* Panels over the page, one at a time, and what the menu does: letters, colours, leaving a shared phone. */
(function (hotline) {
  'use strict';

  var words = hotline.words, byId = hotline.byId, look = window.hotlineLook;

  hotline.panels = function () {
    var open = null, opener = null, closing = {};
    var behind = document.querySelectorAll('.behind');

    function cover(covered) {
      var i;
      for (i = 0; i < behind.length; i += 1) { behind[i].style.visibility = covered ? 'hidden' : ''; }
    }

    function put(id) {
      byId(open).hidden = true;
      if (closing[open]) { closing[open](); }
      open = id;
    }

    var panels = {
      open: function (id) {
        var first;
        if (open) { put(null); } else { opener = document.activeElement; }
        open = id;
        byId(id).hidden = false;
        cover(true);
        first = byId(id).querySelector('button, a');
        if (first) { first.focus(); }
      },
      close: function () {
        if (!open) { return; }
        put(null);
        cover(false);
        if (opener && opener.focus) { opener.focus(); }
      },
      isOpen: function (id) { return open === id; },
      whenClosed: function (id, then) { closing[id] = then; }
    };

    document.addEventListener('keydown', function (event) { if (event.keyCode === 27) { panels.close(); } });
    [].forEach.call(document.querySelectorAll('.panel .close'), function (button) { button.onclick = panels.close; });
    return panels;
  };

  /* `around` is given each change of letters or colours to make, `unsent` says whether something waits, `left` comes at
     the end. */
  hotline.menu = function (panels, around, unsent, left) {
    function named() { byId('scheme').textContent = look.isDark() ? words.light : words.dark; }

    function change(how) {
      around(how);
      hotline.keeping.save('size', look.size);
      hotline.keeping.save('scheme', look.scheme);
      named();
    }

    function leave() {
      hotline.request('DELETE', '/chat/api/sessions', {}, function (status) {
        if (status !== 200 && status !== 401) { byId('leave-trouble').textContent = words.leave_offline; return; }
        left();
        hotline.keeping.forgetEverything(function () {
          panels.open('left');
          document.title = words.left;
        });
      });
    }

    byId('menu-open').onclick = function () { panels.open('menu'); };
    byId('larger').onclick = function () { change(function () { look.step(1); }); };
    byId('smaller').onclick = function () { change(function () { look.step(-1); }); };
    byId('scheme').onclick = function () { change(look.turn); };
    byId('leave-open').onclick = function () {
      byId('leave-trouble').textContent = unsent() ? words.leave_unsent : '';
      panels.open('leave');
    };
    byId('leave-yes').onclick = leave;
    byId('leave-no').onclick = panels.close;
    named();
  };
}(window.hotline));
