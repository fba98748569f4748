#!/bin/sh
# Installs what is missing, and nothing when nothing is.
# usage: scripts/setup.sh run|embedded|dev      (a server has its own database | to run a trial | to test and develop as well)
#
# Debian packages come through apt as root or with sudo. Without either, the shared libraries are unpacked
# beside the project (.syslibs). Python packages come from requirements/*.txt with their hashes, into .venv.
set -eu
cd "$(dirname "$0")/.."
wanted=${1:-embedded}
log=$PWD/var/log/setup.log

say() { printf '%s\n' "$@" >&2; }
fail() { # English sentence, Vietnamese sentence
  say "" "$1" "$2"
  if [ -s "$log" ]; then say "--- $log"; tail -n 12 "$log" >&2; fi
  exit 1
}

# --- A folder to write to, and one set-up at a time -----------------------------------------------------
if ! mkdir -p var/log 2>/dev/null || ! : 2>/dev/null >"$log"; then
  log=/dev/null
  fail "Cannot write to $PWD. Is the folder yours, and is there space on the disk?" \
       "Không ghi được vào $PWD. Hãy kiểm tra quyền của thư mục và dung lượng đĩa."
fi
if [ ! -d .venv ] && [ "$(df -Pk . | awk 'NR == 2 { print $4 }')" -lt 1000000 ]; then
  fail "Less than 1 GB is free on the disk of $PWD." "Đĩa chứa $PWD còn trống dưới 1 GB."
fi
exec 9>var/setup.lock
flock 9

# --- Debian packages --------------------------------------------------------------------------------------
has_package() { dpkg-query -W -f='${Status}' "$1" 2>/dev/null | grep -q 'ok installed'; }
has_command() { command -v "$1" >/dev/null 2>&1; }

may_be_root() {
  if [ "$(id -u)" = 0 ]; then as_root=""; return 0; fi
  if has_command sudo && sudo -n true 2>/dev/null; then as_root=sudo; return 0; fi
  return 1
}

apt_install() { # packages
  say "Installing Debian packages (cài gói Debian): $*"
  $as_root apt-get update -qq >>"$log" 2>&1 9>&- || say "apt-get update failed; trying with the lists at hand."
  $as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "$@" >>"$log" 2>&1 9>&-
}

own_apt() { # apt-get of a normal user: with lists and a cache of its own
  apt-get -qq -o Dir::State::Lists="$PWD/.syslibs/lists" -o Dir::Cache="$PWD/.syslibs/cache" \
    -o Debug::NoLocking=1 "$@" >>"$log" 2>&1 9>&-
}

unpack_beside() { # packages: unpack them, and what they need and the system lacks, into .syslibs
  say "Unpacking libraries beside the project (giải nén thư viện vào .syslibs): $*"
  has_command apt-get && has_command dpkg-deb || return 1
  rm -rf .syslibs
  mkdir -p .syslibs/lists/partial .syslibs/cache/archives/partial .syslibs/deb
  own_apt update || return 1
  needed=$(apt-get -s -o Dir::State::Lists="$PWD/.syslibs/lists" -o Dir::Cache="$PWD/.syslibs/cache" \
    -o Debug::NoLocking=1 install --no-install-recommends "$@" 2>>"$log" | awk '/^Inst/ { print $2 }')
  [ -n "$needed" ] || return 1
  # shellcheck disable=SC2086 # a list of names
  (cd .syslibs/deb && apt-get -qq -o Dir::State::Lists="$PWD/../lists" -o Dir::Cache="$PWD/../cache" \
    -o Debug::NoLocking=1 download $needed >>"$log" 2>&1 9>&-) || return 1
  for package in .syslibs/deb/*.deb; do dpkg-deb -x "$package" .syslibs || return 1; done
  rm -rf .syslibs/deb .syslibs/lists .syslibs/cache
  cat >.syslibs/fonts.conf <<FONTS
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <dir>$PWD/.syslibs/usr/share/fonts</dir>
  <cachedir>$PWD/.syslibs/fonts-cache</cachedir>
</fontconfig>
FONTS
  : >.syslibs/complete
}

find_python() { # the distribution's own first: built with a profile of real work (docs/adr/0019), and kept patched with the machine
  for needed in "sys, ensurepip" sys; do # better another one that is whole than the first that lacks python3-venv
    for candidate in ${PYTHON:-} /usr/bin/python3 python3 python3.14 python3.13 python3.12 python3.11; do
      if has_command "$candidate" && "$candidate" -c "import $needed; sys.exit(sys.version_info < (3, 11))" 2>/dev/null
      then command -v "$candidate"; return 0; fi
    done
  done
  return 1
}

ask_administrator() {
  fail "Missing:$missing. Ask an administrator to run: apt-get install -y --no-install-recommends$missing" \
       "Thiếu gói:$missing. Hãy nhờ quản trị viên chạy: apt-get install -y --no-install-recommends$missing"
}

missing=""
if has_command dpkg-query; then
  for package in libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0; do
    has_package "$package" || missing="$missing $package"
  done
fi
python=$(find_python || true)
if [ -z "$python" ]; then missing="$missing python3 python3-venv"
elif ! "$python" -c 'import ensurepip' 2>/dev/null; then missing="$missing python3-venv"
fi

if [ -n "$missing" ] && may_be_root && has_command apt-get; then
  # shellcheck disable=SC2086 # a list of names
  apt_install $missing || fail "apt-get could not install:$missing." "apt-get không cài được:$missing."
elif [ -z "$python" ]; then
  ask_administrator
elif [ -n "$missing" ] && [ ! -e .syslibs/complete ]; then
  # pip's own package stands in for python3-venv, which cannot be unpacked
  # shellcheck disable=SC2046 # a list of names
  if ! unpack_beside $(printf '%s' "$missing" | sed 's/python3-venv/python3-pip-whl/'); then
    case "$missing" in
      *python3*) ask_administrator ;;
      *) say "" "Documents in PDF are off, because these packages are missing:$missing" \
             "Không xuất được PDF vì thiếu các gói:$missing" ;;
    esac
  fi
fi

python=$(find_python || true)
[ -n "$python" ] || fail "Python 3.11 or newer is needed (Debian 12 or 13 has it)." \
                         "Cần Python 3.11 trở lên (có sẵn trong Debian 12 và 13)."

if [ "$wanted" = dev ]; then
  lacking=""
  has_command chromium || has_command google-chrome || lacking="$lacking chromium"
  has_command pdftoppm || lacking="$lacking poppler-utils"
  has_command qpdf || lacking="$lacking qpdf"
  has_command msgfmt || lacking="$lacking gettext"
  # shellcheck disable=SC2086 # a list of names
  if [ -n "$lacking" ] && ! { may_be_root && has_command apt-get && apt_install $lacking; }; then
    [ "${CI:-}" != true ] || fail "Tests need:$lacking." "Thiếu gói để kiểm thử:$lacking."
    say "" "!!! NOT EVERYTHING WILL BE TESTED: these packages are missing:$lacking" \
        "!!! apt-get install -y --no-install-recommends$lacking" ""
  fi
fi

# --- Python packages ----------------------------------------------------------------------------------------
works() { [ -x "$1" ] && "$1" -c '' 2>/dev/null; }

pip_of_uv() { # pip, from the environment of uv or from Debian's wheel
  if works .uv/bin/python; then .uv/bin/python -m pip "$@"
  else PYTHONPATH=$(echo "$PWD"/.syslibs/usr/share/python-wheels/pip-*.whl) "$python" -m pip "$@"; fi
}

install_uv() {
  rm -rf .uv
  if "$python" -c 'import ensurepip' 2>/dev/null; then
    "$python" -m venv .uv && pip_of_uv install -q --require-hashes -r scripts/uv.txt
  else
    pip_of_uv install -q --require-hashes --target .uv -r scripts/uv.txt
  fi
}

is_set_up() { # the lock file's hash was noted when .venv was made; whoever can test can also run
  works .venv/bin/python && [ -r .venv/set-up ] || return 1
  grep -qx "$wanted $(sha256sum <"requirements/$wanted.txt")" .venv/set-up ||
    grep -qx "dev $(sha256sum <requirements/dev.txt)" .venv/set-up
}

make_environment() { # name of the requirement file
  if ! works .venv/bin/python; then .uv/bin/uv venv -q --clear --python "$python" .venv || return 1; fi
  rm -f .venv/set-up
  .uv/bin/uv pip sync -q --python .venv/bin/python --require-hashes "requirements/$1.txt" ||
    # the person's settings for pip (a mirror, a certificate) are not known to uv
    pip_of_uv --python .venv/bin/python install -q --require-hashes -r "requirements/$1.txt" || return 1
  echo "$1 $(sha256sum <"requirements/$1.txt")" >.venv/set-up
}

if ! is_set_up; then
  export UV_PYTHON_DOWNLOADS=never PIP_DISABLE_PIP_VERSION_CHECK=1
  [ -w "${HOME:-/nonexistent}" ] || export UV_CACHE_DIR="$PWD/.uv/cache" PIP_NO_CACHE_DIR=1
  say "Installing Python packages (cài gói Python) …"
  if ! works .uv/bin/python && [ ! -x .uv/bin/uv ] || ! .uv/bin/uv --version >/dev/null 2>&1; then
    install_uv >>"$log" 2>&1 9>&- || fail "The installer uv could not be installed; is there a network?" \
                                          "Không cài được uv; hãy kiểm tra kết nối mạng."
  fi
  if [ -r .venv/set-up ] && grep -q '^dev ' .venv/set-up; then wanted=dev; fi
  make_environment "$wanted" >>"$log" 2>&1 9>&- || fail "The Python packages could not be installed." \
                                                        "Không cài được các gói Python."
fi
