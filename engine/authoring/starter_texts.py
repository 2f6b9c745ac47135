"""The texts of a policy to start from and of its cases, in which names, days and instants are filled in."""

from string import Template

POLICY = Template("""\
# yaml-language-server: $$schema=policy.schema.json
# The line above lets an editor complete and check this file: `remit schema policy > policy.schema.json`.
# Replace what stands here by what the contract says, and run `remit check .` and `remit test .` as you go.
remit: 1
policy: ${name}
title: ${title}
edition: ${edition}
timezone: ${timezone}
effective: {from: ${day}}
review_by: ${review}

# The places of the contract that say something. Rules cite them, so that every answer can be traced.
sources:
  terms:
    title: Support terms
    clauses:
      covered: {at: Section 1, says: faults and questions are answered; work to order costs extra}
      levels: {at: "Section 2, table", says: a production system that is down is urgent unless there is a way around}
      plans: {at: "Section 3, table", says: first answers by plan and level}
      hours: {at: Section 4, says: "the desk is open on working days, 9 to 17"}
      contact: {at: Section 5, says: urgent requests are phoned in and the rest is written}

# Where the contract is silent or says two things: what was asked, and how you read it.
readings:
  nights:
    clause: [terms.plans, terms.hours]
    question: does the clock of an urgent request run at night?
    answer: for Premium it does, because Premium is sold as round the clock
    otherwise: it runs while the desk is open

# What can be known of a request. What nobody states is asked for, unless it is presumed.
# A fact that follows from others is never stated: `derive: [{id: all-hit, when: {...}, value: high, cite: ...}]`.
# A fact of `type: date` is compared with dates, or by its age at receipt: `{older_than: 24 months}`.
facts:
  activity:
    ask: What is asked for?
    choices: {fault: something is broken, question: how something works, project: something new to be built}
  environment: {ask: "Which system is it about?", choices: [production, test]}
  outage: {ask: "How much of it is down?", choices: [none, partial, complete]}
  workaround: {ask: "Is there a way around?", type: boolean, presume: false}

# `timezone: {fact: zone}` counts on the customer's clock, and `any_of: [office, ...]` whenever some hours are open.
# Under `holidays`, calendars of your own (section `calendars`) have other days off.
hours:
  office:
    timezone: ${timezone}
    week: {mon-fri: "09:00-17:00"}
    holidays: {country: ${country}, region: ${region}}
    cite: terms.hours
  always: {timezone: ${timezone}, week: 24x7}

# The least first.
tiers:
  standard: {title: Standard, contacts: 2}
  premium: {title: Premium, contacts: unlimited}

# Is it support, consulting or not_covered? The most restrictive rule that holds wins.
scope:
  rules:
    - {id: faults-and-questions, when: {activity: [fault, question]}, then: support, cite: terms.covered}
    - {id: projects, when: {activity: project}, then: consulting, cite: terms.covered}

# How severe is it? Levels stand most severe first, and the most severe rule that holds wins.
# A printed matrix stands among the rules: `{grid: {down: impact, across: urgency}, id: matrix, cells: {...}, ...}`.
priorities:
  levels: {P1: Urgent, P2: Normal}
  rules:
    - id: production-down
      when: {activity: fault, environment: production, outage: complete, workaround: false}
      then: P1
      cite: terms.levels
    - {id: all-else, then: P2, cite: terms.levels}

# Which hours count? The first rule that holds wins.
# Any `when` can ask whether a request came in within some hours, `received: {within: office}`, or under `not` outside.
coverage:
  rules:
    - {id: premium-urgent, when: {tier: premium, priority: P1}, then: always, cite: readings.nights}
    - {id: office-hours, then: office, cite: terms.hours}

# How must it come in? Every rule that holds adds what it requires, prefers or allows, and with `follow_up` in which
# way it must come, too: a ticket, then a call.
channels:
  ways:
    phone: {contact: 555-0100}
    email: {contact: help@support.example}
  rules:
    - {id: urgent-by-phone, when: {priority: P1}, then: {require: phone}, cite: terms.contact}
    - {id: in-writing, then: {allow: email}, cite: terms.contact}

# By when is an answer owed? A day is written `{by: {business_days: 1, at: close}}`: the end of the next business day.
# What depends on facts stands in `rules` beside `within`: the first that holds counts, else the table.
# A clock that stands while the customer is awaited has `pauses: waiting`; `until: [EVENT]` says what meets a promise.
promises:
  initial_response:
    within:
      standard: {P1: 4 business hours, P2: 2 business days}
      premium: {P1: 1 hour, P2: 1 business day}
    cite: terms.plans

# Whom may a requester turn to? `escalation: [{to: head of support, when: {priority: P1}, after: 4 hours}]`.
""")

CASES = Template("""\
# yaml-language-server: $$schema=cases.schema.json
# Requests with the decisions that they must get: `remit test` compares. A case each side of a boundary is worth most.
cases:
  - name: a production system that is down is urgent, and Premium has an answer in one hour, day and night
    request:
      received: ${wednesday_afternoon}
      policy: ${name}
      tier: premium
      channel: phone
      facts: {activity: fault, environment: production, outage: complete}
    expect:
      status: decided
      scope: support
      priority: P1
      required: phone
      due: {initial_response: ${an_hour_later}}
      presumed: [workaround]
      rules: [faults-and-questions, production-down, premium-urgent, urgent-by-phone]
      findings: []
  - name: for Standard its clock stops when the desk closes
    request:
      received: ${wednesday_afternoon}
      policy: ${name}
      tier: standard
      facts: {activity: fault, environment: production, outage: complete, workaround: false}
    expect: {priority: P1, due: {initial_response: ${thursday_noon}}, presumed: [], rules: [office-hours]}
  - name: with a way around it is normal, and comes in writing
    request:
      received: ${wednesday_afternoon}
      policy: ${name}
      tier: premium
      facts: {activity: fault, environment: production, outage: complete, workaround: true}
    expect: {priority: P2, required: null, allowed: [email], due: {initial_response: ${thursday_afternoon}}}
  - name: a system that is down in part is normal
    request:
      received: ${wednesday_afternoon}
      policy: ${name}
      tier: premium
      facts: {activity: fault, environment: production, outage: partial}
    expect: {priority: P2, rules: [all-else], due: {initial_response: ${thursday_afternoon}}}
  - name: a test system that is down is normal
    request:
      received: ${wednesday_afternoon}
      policy: ${name}
      tier: premium
      facts: {activity: fault, environment: test, outage: complete}
    expect: {priority: P2, due: {initial_response: ${thursday_afternoon}}}
  - name: of a question nothing else has to be known
    request: {received: "${thursday_afternoon}", policy: ${name}, tier: standard, facts: {activity: question}}
    expect: {status: decided, missing: [], rules: [in-writing], due: {initial_response: ${after_the_weekend}}}
  - name: what is not known of a fault is asked for
    request: {received: "${wednesday_afternoon}", policy: ${name}, tier: standard, facts: {activity: fault}}
    expect: {status: needs_facts, scope: support, missing: [environment, outage]}
  - name: work to order is consulting, for which no answer is promised
    request: {received: "${wednesday_afternoon}", policy: ${name}, tier: premium, facts: {activity: project}}
    expect: {status: decided, scope: consulting, due: {initial_response: none}, rules: [projects]}
  - name: late on a Saturday the clock of what is urgent runs into Sunday for Premium
    request:
      received: ${saturday_night}
      policy: ${name}
      tier: premium
      facts: {activity: fault, environment: production, outage: complete}
    expect: {priority: P1, due: {initial_response: ${sunday_night}}, rules: [premium-urgent]}
  - name: the clock of what is normal waits for the desk to open, for Premium too
    request: {received: "${thursday_evening}", policy: ${name}, tier: premium, facts: {activity: question}}
    expect: {priority: P2, due: {initial_response: ${friday_close}}, rules: [office-hours]}
  - name: on a public holiday the desk is closed
    request:
      received: ${holiday_morning}
      policy: ${name}
      tier: standard
      facts: {activity: fault, environment: production, outage: complete}
    expect: {priority: P1, due: {initial_response: ${after_the_holiday}}, rules: [office-hours]}
""")
