'use strict';

// Names, tags, messages and answers come from the network. They are only ever set as textContent, never as HTML.

const POLL_MILLIS = 1000;
const STATUSES = ['alive', 'suspect', 'leaving', 'failed', 'left'];

const byId = (id) => document.getElementById(id);

function element(tag, text, className) {
  const node = document.createElement(tag);
  node.textContent = text;
  if (className) {
    node.className = className;
  }
  return node;
}

function duration(millis) {
  const seconds = Math.max(0, Math.round(millis / 1000));
  if (seconds < 60) {
    return `${seconds} s`;
  }
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) {
    return `${minutes} min`;
  }
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} d`;
}

function roundTrip(millis) {
  return typeof millis === 'number' ? `${millis < 10 ? millis.toFixed(1) : Math.round(millis)} ms` : '';
}

function statusClass(status) {
  return STATUSES.includes(status) ? `badge ${status}` : 'badge';
}

function tags(all) {
  return Object.entries(all).map(([name, value]) => `${name}=${value}`).join(', ');
}

function memberRow(member) {
  const row = document.createElement('tr');
  const name = element('td', member.name, 'name');
  if (member.self) {
    name.append(' ', element('span', 'this member', 'tag'));
  }
  const status = element('td', '', 'status');
  status.append(element('span', member.status, statusClass(member.status)));
  const since = element('td', member.since ? duration(Date.now() - Date.parse(member.since)) : '', 'number since');
  if (member.forgottenAt) {
    since.append(element('span', `forgotten in ${duration(Date.parse(member.forgottenAt) - Date.now())}`, 'tag'));
  }
  row.append(name, status, since, element('td', member.address, 'address'),
    element('td', roundTrip(member.rttMillis), 'number rtt'), element('td', tags(member.tags), 'metadata'));
  return row;
}

const EVENT_STATUS = {joined: 'alive', recovered: 'alive', updated: 'alive', suspected: 'suspect', failed: 'failed', left: 'left',
  forgotten: 'left'};

function eventItem(event) {
  const item = document.createElement('li');
  item.append(element('time', new Date(event.time).toLocaleTimeString(), 'number'));
  if (event.kind === 'message') {
    item.append(element('span', 'says', 'badge message'), element('span', event.member || 'a member', 'name'),
      element('span', event.text, 'text'));
  } else if (event.kind === 'event') {
    item.append(element('span', 'event', 'badge message'), element('span', event.member, 'name'), element('span', event.text, 'text'));
  } else {
    item.append(element('span', event.kind, statusClass(EVENT_STATUS[event.kind])), element('span', event.member, 'name'),
      element('span', event.text, 'address'));
  }
  return item;
}

function show(state) {
  byId('self').textContent = state.self;
  document.title = `${state.self} – cluster`;
  const counts = STATUSES
    .map((status) => [status, state.members.filter((member) => member.status === status).length])
    .filter(([status, count]) => count > 0 || status === 'alive')
    .map(([status, count]) => element('span', `${count} ${status}`, statusClass(status)));
  if (state.healthScore > 0) {
    counts.push(element('span', `health score ${state.healthScore}`, 'badge suspect'));
  }
  byId('counts').replaceChildren(...counts);
  byId('members').replaceChildren(...state.members.map(memberRow));
  byId('events').replaceChildren(...state.events.map(eventItem));
}

async function poll() {
  try {
    const response = await fetch('state', {cache: 'no-store', signal: AbortSignal.timeout(5000)});
    if (!response.ok) {
      throw new Error(`status ${response.status}`);
    }
    show(await response.json());
    byId('connection').textContent = '';
    document.body.classList.remove('stale');
  } catch (error) {
    byId('connection').textContent = 'This member does not answer. What you see is what it said last.';
    document.body.classList.add('stale');
  } finally {
    setTimeout(poll, POLL_MILLIS);
  }
}

byId('broadcast').addEventListener('submit', async (event) => {
  event.preventDefault();
  const input = byId('message');
  const refusal = byId('refusal');
  refusal.textContent = '';
  try {
    const response = await fetch('event', {
      method: 'POST',
      headers: {'Content-Type': 'application/json'},
      body: JSON.stringify({message: input.value}),
    });
    if (response.ok) {
      input.value = '';
    } else {
      const problem = await response.json();
      refusal.textContent = problem.detail || `Refused with status ${response.status}.`;
    }
  } catch (error) {
    refusal.textContent = 'This member does not answer.';
  }
});

byId('ask').addEventListener('click', async () => {
  const button = byId('ask');
  const refusal = byId('refusal');
  refusal.textContent = '';
  button.disabled = true;
  try {
    const response = await fetch('load', {cache: 'no-store', signal: AbortSignal.timeout(10000)});
    if (!response.ok) {
      throw new Error(`status ${response.status}`);
    }
    const answers = await response.json();
    byId('answers').replaceChildren(...answers.map((answer) => {
      const item = document.createElement('li');
      item.append(element('span', 'answers', 'badge message'), element('span', answer.from, 'name'), element('span', answer.text, 'text'));
      return item;
    }));
    byId('answers').hidden = false;
  } catch (error) {
    refusal.textContent = 'The question was not answered.';
  } finally {
    button.disabled = false;
  }
});

poll();
