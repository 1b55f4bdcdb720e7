/// The commands that a script finds in `moby/buildkit:rootless` (BuildKit, `Dockerfile`, stage `rootless`: Alpine 3.23
/// with fuse3, fuse-overlayfs, git, openssh, openssl, pigz, shadow-uidmap and xz).
enum AvailableCommands {
  /// Whether a command can be run by its name.
  static func contains(_ name: String) -> Bool {
    builtins.contains(name) || applets.contains(name) || packages.contains(name)
  }

  /// What the shell itself knows (busybox, `shell/ash.c`).
  static let builtins = names(
    """
    . : [ [[ alias bg break cd chdir command continue echo eval exec exit export false fg getopts hash help history
    jobs kill let local printf pwd read readonly return set shift source test times trap true type ulimit umask unalias
    unset wait
    """)

  /// The applets of Alpine's busybox (Alpine, `main/busybox`), which are those of the busybox in Kaniko's debug image and
  /// more.
  static let applets = names(
    """
    acpid add-shell addgroup adduser adjtimex arch arp arping ash awk base64 basename bc beep blkdiscard blkid blockdev
    brctl bunzip2 bzcat bzip2 cal cat chattr chgrp chmod chown chpasswd chroot chvt cksum clear cmp comm cp cpio crond
    crontab cryptpw cut date dc dd deallocvt delgroup deluser depmod df diff dirname dmesg dnsdomainname dos2unix du
    dumpkmap ed egrep eject env ether-wake expand expr factor fallocate fatattr fbset fbsplash fdflush fdisk fgrep find
    findfs flock fold free fsck fstrim fsync fuser getopt getty grep groups gunzip gzip halt hd head hexdump hostid
    hostname hwclock id ifconfig ifdown ifenslave ifup init inotifyd insmod install ionice iostat ip ipaddr ipcalc ipcrm
    ipcs iplink ipneigh iproute iprule iptunnel kbd_mode killall killall5 klogd last less link linux32 linux64 ln
    loadfont loadkmap logger login logread losetup ls lsattr lsmod lsof lsusb lzcat lzma lzop lzopcat makemime md5sum
    mdev mesg microcom mkdir mkdosfs mkfifo mkfs.vfat mknod mkpasswd mkswap mktemp modinfo modprobe more mount mountpoint
    mpstat mv nameif nanddump nandwrite nbd-client nc netstat nice nl nmeter nohup nologin nproc nsenter nslookup ntpd od
    openvt partprobe passwd paste pgrep pidof ping ping6 pipe_progress pivot_root pkill pmap poweroff printenv ps pscan
    pstree pwdx raidautorun rdate rdev readahead readlink realpath reboot reformime remove-shell renice reset resize rev
    rfkill rm rmdir rmmod route run-parts sed sendmail seq setconsole setfont setkeycodes setlogcons setpriv setserial
    setsid sh sha1sum sha256sum sha3sum sha512sum showkey shred shuf slattach sleep sort split stat strings stty su sum
    swapoff swapon switch_root sync sysctl syslogd tac tail tar tee time timeout top touch tr traceroute traceroute6 tree
    truncate tty ttysize tunctl udhcpc udhcpc6 umount uname unexpand uniq unix2dos unlink unlzma unlzop unshare unxz
    unzip uptime usleep uudecode uuencode vconfig vi vlock volname watch watchdog wc wget which who whoami whois xargs
    xxd xzcat yes zcat zcip
    """)

  /// What the packages of the image bring, those of Alpine's base included.
  static let packages = names(
    """
    buildctl buildctl-daemonless.sh buildkit-runc buildkitd fuse-overlayfs fusermount3 getconf getent git iconv ldd
    lzgrep newgidmap newuidmap openssl pigz rootlesskit scanelf scp sftp ssh ssh-add ssh-agent ssh-copy-id ssh-keygen
    ssh-keyscan ssh-pkcs11-helper ssl_client unpigz xz xzdiff xzgrep xzless
    """)

  /// What only bash has, or other shells than busybox's.
  static let otherShells = names(
    "bash bind builtin caller compgen complete coproc declare dirs disown enable logout mapfile popd pushd readarray "
      + "select shopt suspend typeset zsh")

  private static func names(_ text: String) -> Set<String> {
    Set(text.split { $0 == " " || $0 == "\n" }.map(String.init))
  }
}
