# Starts a command in the files of an image, in namespaces of its own: sh image_container.sh IMAGE CONTAINER VOLUME INSIDE COMMAND…
# IMAGE is the folder of its files, CONTAINER an empty folder, VOLUME what is mounted at INSIDE: all that can be written.
set -eu
image=$1 container=$2 volume=$3 inside=$4
shift 4
mount --bind "$image" "$container"
mount -o remount,bind,ro "$container"
mount --bind "$volume" "$container$inside"
mount -t proc -o nosuid,nodev,noexec proc "$container/proc"
mount -t tmpfs -o nosuid,size=64k tmpfs "$container/dev"
for device in null zero urandom random; do
  touch "$container/dev/$device"
  mount --bind "/dev/$device" "$container/dev/$device"
done
mount -t tmpfs -o nosuid,nodev,size=64m tmpfs "$container/tmp"
# The loopback device of its own network, which is all there is of it.
python3 -c 'import fcntl, socket, struct; fcntl.ioctl(socket.socket(), 0x8914, struct.pack("16sh", b"lo", 1))'
exec chroot "$container" "$@"
