import {h} from './dom.js';
import {icon} from './icons.js';

/** @import {Problem} from './problems.js' */

/**
 * A problem as people see it, and hear it read out.
 *
 * @param {Problem} problem
 * @param {{label: string, act: () => void}[]} [actions]
 */
export function alertBox({code, title, advice}, actions = []) {
  return h(
    'div',
    {class: 'alert', role: 'alert', 'data-error': code},
    icon('warning'),
    h(
      'div',
      {class: 'alert-body'},
      h('p', {class: 'alert-title'}, title),
      h('p', {class: 'alert-advice'}, advice),
      actions.length > 0 &&
        h('div', {class: 'alert-actions'}, ...actions.map(({label, act}) => h('button', {type: 'button', class: 'button small', onclick: act}, label))),
    ),
  );
}
