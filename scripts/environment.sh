# Sourced from the project's folder: the programs and libraries that setup.sh put beside the project.
if [ -d .venv/bin ]; then
  PATH="$PWD/.venv/bin:$PATH"
fi
if [ -e .syslibs/complete ]; then
  for folder in "$PWD"/.syslibs/usr/lib/*-linux-gnu; do
    LD_LIBRARY_PATH="$folder${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
  done
  FONTCONFIG_FILE="$PWD/.syslibs/fonts.conf"
  export LD_LIBRARY_PATH FONTCONFIG_FILE
fi
export PATH
