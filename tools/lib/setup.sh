# Sourced by tools/run and tools/test: everything a fresh Debian 12 machine needs, from apt and npm only.

say() { printf '\n== %s\n' "$*" >&2; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

build_packages="build-essential cmake ninja-build ccache mold pkg-config capnproto libcapnp-dev
  librocksdb-dev libgflags-dev libsnappy-dev liblz4-dev libzstd-dev libbz2-dev zlib1g-dev libpoco-dev
  libspdlog-dev libfmt-dev libgtest-dev libgmock-dev librapidcheck-dev libcli11-dev
  nlohmann-json3-dev libtomlplusplus-dev libexpected-dev libssl-dev libargon2-dev libsmartcols-dev
  libzip-dev libexpat1-dev libicu-dev libseccomp-dev libxlsxwriter-dev python3 curl"
check_packages="clang-format hledger python3-openpyxl libreoffice-calc-nogui"
browser_packages="chromium fonts-noto-cjk"

# Installs those of the named packages that are missing.
need_packages() {
  local missing=""
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
  done
  [ -z "$missing" ] && return 0
  say "安装软件包：$missing"
  as_root apt-get update -qq
  # shellcheck disable=SC2086
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >&2
}

need_node() {
  command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1 && return 0
  need_packages nodejs npm
}

# Builds one preset: its targets, or everything.
build() {
  local preset=$1
  shift
  say "编译（$preset）"
  cmake --preset "$preset" >"$root/build/$preset-configure.log" 2>&1 || {
    cat "$root/build/$preset-configure.log" >&2
    return 1
  }
  cmake --build --preset "$preset" ${1:+--target "$@"} >&2
}

# The locked packages of the folder we stand in. npm 11 refuses a lock without the optional packages of
# other platforms, which is how the lock is written without addresses; then install does, from the same lock.
npm_packages() {
  npm ci --no-audit --no-fund >/dev/null 2>&1 || npm install --no-save --no-audit --no-fund >&2
}

# Builds the console into build/web, once per state of its sources.
build_web() {
  [ -f "$root/api/web/package.json" ] || return 0
  need_node
  local stamp="$root/build/web.stamp" state
  state=$(cd "$root/api/web" && find . -path ./node_modules -prune -o -path ./dist -prune -o -type f -print0 |
    sort -z | xargs -0 sha256sum | sha256sum)
  if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$state" ] && [ -d "$root/build/release/web" ]; then return 0; fi
  say "编译网页"
  (cd "$root/api/web" && npm_packages && npm run build >&2) || return 1
  rm -rf "$root/build/release/web"
  mkdir -p "$root/build/release"
  cp -r "$root/api/web/dist" "$root/build/release/web"
  printf '%s' "$state" >"$stamp"
}
