/// What pgBackRest 2.45 printed of two repositories after `initdb`, `stanza-upgrade` and backups of the new cluster, word for word.
enum UpgradedListing {
  /// Just after the upgrade: no backup of the new cluster anywhere.
  static let upgraded = #"""
    [
    {"archive":[
    {"database":{"id":1,"repo-key":1},"id":"15-1","max":"000000010000000000000004","min":"000000010000000000000001"},
    {"database":{"id":2,"repo-key":1},"id":"15-2","max":"000000010000000000000001","min":"000000010000000000000001"},
    {"database":{"id":1,"repo-key":2},"id":"15-1","max":"000000010000000000000004","min":"000000010000000000000001"},
    {"database":{"id":2,"repo-key":2},"id":"15-2","max":"000000010000000000000001","min":"000000010000000000000001"}],"backup":[
    {"archive":{"start":"000000010000000000000002","stop":"000000010000000000000002"},"backrest":{"format":5,"version":"2.45"},
     "database":{"id":1,"repo-key":1},"error":false,"info":{"delta":22992590,"repository":{"delta":3043474,"size":3043474},
     "size":22992590},"label":"20261123-060103F","lsn":{"start":"0/2000028","stop":"0/2000100"},"prior":null,"reference":null,
     "timestamp":{"start":1795413663,"stop":1795413668},"type":"full"},
    {"archive":{"start":"000000010000000000000003","stop":"000000010000000000000004"},"backrest":{"format":5,"version":"2.45"},
     "database":{"id":1,"repo-key":2},"error":false,"info":{"delta":22992590,"repository":{"delta":3043475,"size":3043475},
     "size":22992590},"label":"20261123-060109F","lsn":{"start":"0/3000028","stop":"0/4000050"},"prior":null,"reference":null,
     "timestamp":{"start":1795413669,"stop":1795413675},"type":"full"}],"cipher":"none","db":[
    {"id":1,"repo-key":1,"system-id":7711242950116106463,"version":"15"},
    {"id":2,"repo-key":1,"system-id":7711243022018816980,"version":"15"},
    {"id":1,"repo-key":2,"system-id":7711242950116106463,"version":"15"},
    {"id":2,"repo-key":2,"system-id":7711243022018816980,"version":"15"}],"name":"printflow","repo":[{"cipher":"none","key":1,
     "status":{"code":0,"message":"ok"}},{"cipher":"none","key":2,"status":{"code":0,"message":"ok"}}],"status":{"code":0,
     "lock":{"backup":{"held":false}},"message":"ok"}}]
    """#

  /// And a backup of the new one in the second repository alone.
  static let halfBackedUp = #"""
    [
    {"archive":[
    {"database":{"id":1,"repo-key":1},"id":"15-1","max":"000000010000000000000004","min":"000000010000000000000001"},
    {"database":{"id":2,"repo-key":1},"id":"15-2","max":"000000010000000000000003","min":"000000010000000000000001"},
    {"database":{"id":1,"repo-key":2},"id":"15-1","max":"000000010000000000000004","min":"000000010000000000000001"},
    {"database":{"id":2,"repo-key":2},"id":"15-2","max":"000000010000000000000003","min":"000000010000000000000001"}],"backup":[
    {"archive":{"start":"000000010000000000000002","stop":"000000010000000000000002"},"backrest":{"format":5,"version":"2.45"},
     "database":{"id":1,"repo-key":1},"error":false,"info":{"delta":22992590,"repository":{"delta":3043474,"size":3043474},
     "size":22992590},"label":"20261123-060103F","lsn":{"start":"0/2000028","stop":"0/2000100"},"prior":null,"reference":null,
     "timestamp":{"start":1795413663,"stop":1795413668},"type":"full"},
    {"archive":{"start":"000000010000000000000003","stop":"000000010000000000000004"},"backrest":{"format":5,"version":"2.45"},
     "database":{"id":1,"repo-key":2},"error":false,"info":{"delta":22992590,"repository":{"delta":3043475,"size":3043475},
     "size":22992590},"label":"20261123-060109F","lsn":{"start":"0/3000028","stop":"0/4000050"},"prior":null,"reference":null,
     "timestamp":{"start":1795413669,"stop":1795413675},"type":"full"},
    {"archive":{"start":"000000010000000000000002","stop":"000000010000000000000003"},"backrest":{"format":5,"version":"2.45"},
     "database":{"id":2,"repo-key":2},"error":false,"info":{"delta":22992590,"repository":{"delta":3043474,"size":3043474},
     "size":22992590},"label":"20261123-060123F","lsn":{"start":"0/2000028","stop":"0/3000050"},"prior":null,"reference":null,
     "timestamp":{"start":1795413683,"stop":1795413691},"type":"full"}],"cipher":"none","db":[
    {"id":1,"repo-key":1,"system-id":7711242950116106463,"version":"15"},
    {"id":2,"repo-key":1,"system-id":7711243022018816980,"version":"15"},
    {"id":1,"repo-key":2,"system-id":7711242950116106463,"version":"15"},
    {"id":2,"repo-key":2,"system-id":7711243022018816980,"version":"15"}],"name":"printflow","repo":[{"cipher":"none","key":1,
     "status":{"code":0,"message":"ok"}},{"cipher":"none","key":2,"status":{"code":0,"message":"ok"}}],"status":{"code":0,
     "lock":{"backup":{"held":false}},"message":"ok"}}]
    """#

  /// And in both.
  static let backedUp = #"""
    [
    {"archive":[
    {"database":{"id":1,"repo-key":1},"id":"15-1","max":"000000010000000000000004","min":"000000010000000000000001"},
    {"database":{"id":2,"repo-key":1},"id":"15-2","max":"000000010000000000000005","min":"000000010000000000000001"},
    {"database":{"id":1,"repo-key":2},"id":"15-1","max":"000000010000000000000004","min":"000000010000000000000001"},
    {"database":{"id":2,"repo-key":2},"id":"15-2","max":"000000010000000000000005","min":"000000010000000000000001"}],"backup":[
    {"archive":{"start":"000000010000000000000002","stop":"000000010000000000000002"},"backrest":{"format":5,"version":"2.45"},
     "database":{"id":1,"repo-key":1},"error":false,"info":{"delta":22992590,"repository":{"delta":3043474,"size":3043474},
     "size":22992590},"label":"20261123-060103F","lsn":{"start":"0/2000028","stop":"0/2000100"},"prior":null,"reference":null,
     "timestamp":{"start":1795413663,"stop":1795413668},"type":"full"},
    {"archive":{"start":"000000010000000000000003","stop":"000000010000000000000004"},"backrest":{"format":5,"version":"2.45"},
     "database":{"id":1,"repo-key":2},"error":false,"info":{"delta":22992590,"repository":{"delta":3043475,"size":3043475},
     "size":22992590},"label":"20261123-060109F","lsn":{"start":"0/3000028","stop":"0/4000050"},"prior":null,"reference":null,
     "timestamp":{"start":1795413669,"stop":1795413675},"type":"full"},
    {"archive":{"start":"000000010000000000000002","stop":"000000010000000000000003"},"backrest":{"format":5,"version":"2.45"},
     "database":{"id":2,"repo-key":2},"error":false,"info":{"delta":22992590,"repository":{"delta":3043474,"size":3043474},
     "size":22992590},"label":"20261123-060123F","lsn":{"start":"0/2000028","stop":"0/3000050"},"prior":null,"reference":null,
     "timestamp":{"start":1795413683,"stop":1795413691},"type":"full"},
    {"archive":{"start":"000000010000000000000004","stop":"000000010000000000000005"},"backrest":{"format":5,"version":"2.45"},
     "database":{"id":2,"repo-key":1},"error":false,"info":{"delta":22992590,"repository":{"delta":3043475,"size":3043475},
     "size":22992590},"label":"20261123-060132F","lsn":{"start":"0/4000028","stop":"0/5000088"},"prior":null,"reference":null,
     "timestamp":{"start":1795413692,"stop":1795413701},"type":"full"}],"cipher":"none","db":[
    {"id":1,"repo-key":1,"system-id":7711242950116106463,"version":"15"},
    {"id":2,"repo-key":1,"system-id":7711243022018816980,"version":"15"},
    {"id":1,"repo-key":2,"system-id":7711242950116106463,"version":"15"},
    {"id":2,"repo-key":2,"system-id":7711243022018816980,"version":"15"}],"name":"printflow","repo":[{"cipher":"none","key":1,
     "status":{"code":0,"message":"ok"}},{"cipher":"none","key":2,"status":{"code":0,"message":"ok"}}],"status":{"code":0,
     "lock":{"backup":{"held":false}},"message":"ok"}}]
    """#

  /// The first repository alone, as `--repo=1` lists it, before its backup.
  static let first = #"""
    [
    {"archive":[
    {"database":{"id":1,"repo-key":1},"id":"15-1","max":"000000010000000000000004","min":"000000010000000000000001"},
    {"database":{"id":2,"repo-key":1},"id":"15-2","max":"000000010000000000000001","min":"000000010000000000000001"}],"backup":[
    {"archive":{"start":"000000010000000000000002","stop":"000000010000000000000002"},"backrest":{"format":5,"version":"2.45"},
     "database":{"id":1,"repo-key":1},"error":false,"info":{"delta":22992590,"repository":{"delta":3043474,"size":3043474},
     "size":22992590},"label":"20261123-060103F","lsn":{"start":"0/2000028","stop":"0/2000100"},"prior":null,"reference":null,
     "timestamp":{"start":1795413663,"stop":1795413668},"type":"full"}],"cipher":"none","db":[
    {"id":1,"repo-key":1,"system-id":7711242950116106463,"version":"15"},
    {"id":2,"repo-key":1,"system-id":7711243022018816980,"version":"15"}],"name":"printflow","repo":[{"cipher":"none","key":1,
     "status":{"code":0,"message":"ok"}}],"status":{"code":0,"lock":{"backup":{"held":false}},"message":"ok"}}]
    """#
}
