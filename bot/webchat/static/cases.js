/* My cases as lines of stages, read at a glance and read out stage by stage. */
(function (hotline) {
  'use strict';

  var words = hotline.words, element = hotline.element;

  function when(at) { return at ? at.slice(5, 10) + ' ' + at.slice(11, 16) : ''; }

  function stageOf(stage) {
    var state = stage.now ? 'current' : stage.at ? 'done' : 'to_come';
    var item = element('li', state);
    if (stage.now) { item.setAttribute('aria-current', 'step'); }
    item.appendChild(element('span', 'label', stage.label));
    item.appendChild(element('span', 'unseen', ' ' + words['step_' + state]));
    if (stage.at) { item.appendChild(element('span', 'when', ' ' + when(stage.at))); }
    return item;
  }

  function lineOf(one) {
    var made = element('article', 'case'), line = element('ol', 'stages');
    made.appendChild(element('h3', '', one.title + ' ' + one.number));
    made.appendChild(element('p', 'hint', words.case_opened + ' ' + one.opened.slice(0, 10)));
    one.stages.forEach(function (stage) { line.appendChild(stageOf(stage)); });
    made.appendChild(line);
    return made;
  }

  hotline.cases = function (panels) {
    var list = hotline.byId('case-list');

    function show(status, found) {
      list.textContent = '';
      if (status !== 200) { list.appendChild(element('p', '', words.cases_failed)); return; }
      if (!found.length) { list.appendChild(element('p', '', words.no_cases)); }
      found.forEach(function (one) { list.appendChild(lineOf(one)); });
    }

    function refresh() {
      if (panels.isOpen('cases')) { hotline.request('GET', '/chat/api/cases', {}, show); }
    }

    return {
      open: function () {
        panels.open('cases');
        refresh();
      },
      refresh: refresh
    };
  };
}(window.hotline));
