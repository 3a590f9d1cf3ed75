#!/bin/sh
# Puts the frozen program of build/frozen into an AppImage: packaging/linux/appimage.sh VERSION
# Needs appimagetool on the PATH.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
id=org.npqdesktop.NPQDesktop
tree=$root/build/AppDir
rm -rf "$tree"
mkdir -p "$tree/usr/share/metainfo" "$tree/usr/share/applications"
cp -a "$root/build/frozen/npq-desktop" "$tree/usr/program"
cp "$here/$id.desktop" "$tree/$id.desktop"
cp "$here/$id.desktop" "$tree/usr/share/applications/$id.desktop"
cp "$here/$id.metainfo.xml" "$tree/usr/share/metainfo/$id.appdata.xml"
cp "$root/build/icons/app-256.png" "$tree/$id.png"
cat > "$tree/AppRun" <<'RUN'
#!/bin/sh
exec "$(dirname "$(readlink -f "$0")")/usr/program/npq-desktop" "$@"
RUN
chmod 755 "$tree/AppRun"
appimagetool --no-appstream "$tree" "$root/dist/npq-desktop-$1-$(uname -m).AppImage"
