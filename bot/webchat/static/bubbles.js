/* What is said, as it is shown: text only, numbers to dial as links, pictures and sounds in their place. */
(function (hotline) {
  'use strict';

  var SHOWN_AT_ONCE = 1024 * 1024;   // bytes; a larger picture waits until it is asked for
  var FILES = '/chat/api/files/';
  var words = hotline.words, element = hotline.element;

  /* Hotlines and landlines become links that dial; "110 yuan" or "article 120" do not. */
  function addLinked(parent, text) {
    var numbers = new RegExp('(^|[^0-9A-Za-z.,:/¥￥$第-])(123\\d\\d|110|119|120|122|0\\d{2,3}-\\d{7,8}|1[3-9]\\d{9}|' +
      '400-\\d{3}-\\d{4})(?![0-9A-Za-z]|[.,:/-][0-9]|\\s*(?:[元块万千百人名个天日年月周小条款项号岁%％¥]|yuan|days?|months?|years?|people))', 'g');
    var done = 0, found, start, link;
    while ((found = numbers.exec(text))) {
      start = found.index + found[1].length;
      if (/(?:article|no\.|rmb)\s*$/i.test(text.slice(0, start))) { continue; }
      parent.appendChild(document.createTextNode(text.slice(done, start)));
      link = element('a', '', found[2]);
      link.href = 'tel:' + found[2].replace(/-/g, '');
      parent.appendChild(link);
      done = start + found[2].length;
      numbers.lastIndex = done;
    }
    parent.appendChild(document.createTextNode(text.slice(done)));
  }

  function toOpen(file) {
    var kind = words[file.kind] || words.document;
    var link = element('a', 'download', words.open_file + ' ' + kind + ' · ' + hotline.sizeOf(file.size || 0));
    link.href = FILES + file.id;
    link.setAttribute('download', '');
    return link;
  }

  function picture(file) {
    var made = element('img', 'picture');
    made.alt = words.photo;
    made.onerror = function () { made.parentNode.replaceChild(toOpen(file), made); };
    made.src = FILES + file.id;
    return made;
  }

  function sound(file) {
    var made = element('audio', '');
    if (!made.canPlayType || !made.canPlayType(file.mime)) { return toOpen(file); }
    made.controls = true;
    made.preload = 'none';
    made.setAttribute('aria-label', words[file.kind]);
    made.src = FILES + file.id;
    return made;
  }

  function shown(file) {
    var ask;
    if (file.kind === 'voice' || file.kind === 'audio') { return sound(file); }
    if (file.kind !== 'photo' && file.kind !== 'sticker') { return toOpen(file); }
    if (file.size <= SHOWN_AT_ONCE) { return picture(file); }
    ask = hotline.button('ask', words.show_picture + ' · ' + hotline.sizeOf(file.size), function () {
      ask.parentNode.replaceChild(picture(file), ask);
    });
    return ask;
  }

  /* How many files there are, where there is more than one. */
  hotline.count = function (number) {
    return number > 1 ? element('div', 'count', words.several_files.replace('{n}', number)) : document.createTextNode('');
  };

  /* A bubble: who speaks is heard, not seen; what they say; their files below. */
  hotline.bubble = function (speaker, text, files, linked) {
    var made = element('div', 'bubble');
    made.appendChild(element('span', 'unseen', speaker + ': '));
    if (linked) { addLinked(made, text); } else { made.appendChild(document.createTextNode(text)); }
    made.appendChild(hotline.count(files.length));
    files.forEach(function (file) { made.appendChild(element('div', 'enclosed')).appendChild(shown(file)); });
    return made;
  };

  /* The buttons below a reply; they vanish with the next thing he says. */
  hotline.choices = function (buttons, pressed) {
    var made = element('div', 'choices');
    buttons.forEach(function (button) {
      made.appendChild(hotline.button('', button.label, function () { if (made.parentNode) { pressed(button); } }));
    });
    return made;
  };
}(window.hotline));
