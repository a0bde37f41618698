#!/usr/bin/env bash
# The programs by which Flow is tested behind web proxies: nginx, Chromium and its driver. Root on Debian gets what is missing;
# everybody else is told what to install, and those tests are skipped then, or fail where BROWSER_REQUIRED is set.
set -euo pipefail
PATH=$PATH:/usr/sbin

missing=()
command -v nginx >/dev/null || missing+=(nginx)
command -v chromium >/dev/null || missing+=(chromium)
command -v chromedriver >/dev/null || missing+=(chromium-driver)
command -v openssl >/dev/null || missing+=(openssl)
if [ "${#missing[@]}" = 0 ]; then
	exit 0
fi
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
	echo "The tests of Flow behind proxies need ${missing[*]}; on Debian: sudo apt-get install ${missing[*]}" >&2
	exit 1
fi
echo "Installing ${missing[*]}"
apt-get -qq -o DPkg::Lock::Timeout=300 update
# The run level keeps nginx from being started as a service.
RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 install --no-install-recommends \
	"${missing[@]}" >/dev/null
