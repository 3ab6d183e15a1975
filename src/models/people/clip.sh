#!/bin/sh
# Makes the demo's clip again: clip.sh OUT.mp4 [SOURCE.avi]
# Needs the Debian packages ffmpeg and opencv-doc.
# H.264 in two passes; no B-frames, so a decoder gives each frame at once; a closed group of 50 frames; the index at the front.
set -eu

if [ $# -lt 1 ] || [ "$1" = "--help" ]; then
    sed -n '2,4s/^# //p' "$0"
    exit 2
fi
out=$1
source=${2:-/usr/share/doc/opencv-doc/examples/data/vtest.avi}
[ -r "$source" ] || { echo "clip.sh: no file $source; install it with: apt-get install opencv-doc" >&2; exit 3; }
log=$(mktemp -d)
trap 'rm -rf "$log"' EXIT INT TERM

encode() {
    pass=$1
    shift
    ffmpeg -v error -y -i "$source" -an -map_metadata -1 -fps_mode passthrough \
        -c:v libx264 -preset veryslow -profile:v high -pix_fmt yuv420p -b:v 296k \
        -pass "$pass" -passlogfile "$log/pass" \
        -x264-params bframes=0:ref=4:keyint=50:min-keyint=50:scenecut=0:open-gop=0:threads=2 \
        -fflags +bitexact -flags:v +bitexact -video_track_timescale 10000 "$@"
}
encode 1 -f null /dev/null
encode 2 -movflags +faststart "$out"
ls -l "$out"
