"""Domains under which anybody gets an address: none tells whose customer a sender is.

Written down from what the providers themselves offer at sign-up, as of 2026; no list of somebody else's was copied. A
provider that is not listed here is one that a contract must not name either.
"""

PUBLIC_MAIL_DOMAINS = frozenset(
    """
    126.com 163.com 139.com 189.cn aliyun.com foxmail.com qq.com sina.cn sina.com sohu.com tom.com yeah.net
    aim.com aol.com att.net bellsouth.net comcast.net cox.net earthlink.net sbcglobal.net verizon.net
    bk.ru inbox.ru internet.ru list.ru mail.ru rambler.ru ya.ru yandex.com yandex.ru
    bigpond.com bluewin.ch btinternet.com free.fr laposte.net orange.fr sfr.fr wanadoo.fr
    caramail.com centrum.cz email.cz seznam.cz interia.pl o2.pl onet.pl op.pl wp.pl
    daum.net hanmail.net naver.com docomo.ne.jp ezweb.ne.jp
    duck.com fastmail.com fastmail.fm hushmail.com mailbox.org posteo.de posteo.net proton.me protonmail.ch
    protonmail.com pm.me runbox.com startmail.com tuta.com tuta.io tutamail.com tutanota.com tutanota.de zoho.com
    zohomail.com zohomail.eu
    email.com gmx.at gmx.ch gmx.com gmx.de gmx.fr gmx.info gmx.net inbox.com mail.com mail.de web.de freenet.de
    arcor.de t-online.de 1und1.de online.de
    gmail.com googlemail.com
    hotmail.be hotmail.co.jp hotmail.co.uk hotmail.com hotmail.de hotmail.es hotmail.fr hotmail.it hotmail.nl live.be
    live.ca live.co.uk live.com live.com.au live.de live.fr live.it live.nl msn.com outlook.at outlook.be outlook.com
    outlook.com.br outlook.de outlook.es outlook.fr outlook.in outlook.it outlook.jp passport.com windowslive.com
    icloud.com mac.com me.com privaterelay.appleid.com
    libero.it virgilio.it tin.it alice.it tiscali.it
    bol.com.br ig.com.br terra.com.br uol.com.br
    rediffmail.com rocketmail.com ymail.com yahoo.ca yahoo.co.in yahoo.co.jp yahoo.co.uk yahoo.com yahoo.com.ar
    yahoo.com.au yahoo.com.br yahoo.com.mx yahoo.de yahoo.es yahoo.fr yahoo.in yahoo.it
    guerrillamail.com mailinator.com yopmail.com
    telenet.be skynet.be ziggo.nl kpnmail.nl planet.nl xs4all.nl
    """.split()  # noqa: SIM905 - a hundred and fifty words read better without quotes
)
