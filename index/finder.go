package index

// finder finds slots by 64 bits of a hash: open addressing with linear probing, in 256 shards that grow one
// at a time, so that growing never takes long. It holds slot+1; 0 is an empty place. Nothing is
// ever taken out.
type finder struct {
	shards [256]shard
}

type shard struct {
	block[uint32]
	used int
}

// home is the first place of a key in its shard.
func (s *shard) home(key uint64) int { return int(key) & (len(s.values) - 1) }

func shardOf(key uint64) int { return int(key >> 56) }

// find calls is with the slots that may have the key, until it says that one does.
func (f *finder) find(key uint64, is func(slot uint32) bool) (uint32, bool) {
	s := &f.shards[shardOf(key)]
	if s.used == 0 {
		return 0, false
	}
	mask := len(s.values) - 1
	for i := s.home(key); ; i = (i + 1) & mask {
		v := s.values[i]
		if v == 0 {
			return 0, false
		}
		if is(v - 1) {
			return v - 1, true
		}
	}
}

// put adds a slot under a key that it is not found by yet; keyOf tells the key of a slot that is in already.
func (f *finder) put(key uint64, slot uint32, keyOf func(uint32) uint64) {
	s := &f.shards[shardOf(key)]
	if 4*(s.used+1) > 3*len(s.values) {
		s.grow(keyOf)
	}
	s.place(key, slot)
}

func (s *shard) place(key uint64, slot uint32) {
	mask := len(s.values) - 1
	i := s.home(key)
	for s.values[i] != 0 {
		i = (i + 1) & mask
	}
	s.values[i] = slot + 1
	s.used++
}

// replace has a key found at another slot.
func (f *finder) replace(key uint64, old, slot uint32) {
	s := &f.shards[shardOf(key)]
	mask := len(s.values) - 1
	i := s.home(key)
	for s.values[i] != old+1 {
		i = (i + 1) & mask
	}
	s.values[i] = slot + 1
}

func (s *shard) grow(keyOf func(uint32) uint64) {
	old := s.block
	s.block, s.used = newBlock[uint32](max(1024, 2*len(old.values))), 0
	for _, v := range old.values {
		if v != 0 {
			s.place(keyOf(v-1), v-1)
		}
	}
	old.free()
}
