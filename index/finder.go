package index

// finder finds slots by 64 bits of a hash: open addressing with linear probing, in 256 shards that grow one
// at a time, so that growing never takes long. A place holds the low half of the key above slot+1, so that
// other keys in the way are passed by without a look at their entries; 0 is an empty place. Nothing is ever taken out.
type finder struct {
	shards [256]shard
}

type shard struct {
	block[uint64]
	used int
}

// home is the first place of a key in its shard.
func (s *shard) home(key uint64) int { return int(uint32(key)) & (len(s.values) - 1) }

func shardOf(key uint64) int { return int(key >> 56) }

func placed(key uint64, slot uint32) uint64 { return key<<32 | (uint64(slot) + 1) }

// nowhere is no slot.
const nowhere = 1<<32 - 1

// glance returns what stands at the first place of a key.
func (f *finder) glance(key uint64) uint64 {
	s := &f.shards[shardOf(key)]
	if s.used == 0 {
		return 0
	}
	return s.values[s.home(key)]
}

// first is the first slot that is likely to have the key, given what stands at its first place: nearly always the one
// that has it. It is nowhere if there is none.
func (f *finder) first(key, glanced uint64) uint32 {
	if glanced == 0 || uint32(glanced>>32) == uint32(key) {
		return uint32(glanced) - 1
	}
	s := &f.shards[shardOf(key)]
	mask := len(s.values) - 1
	for i := s.home(key) + 1; ; i++ {
		if v := s.values[i&mask]; v == 0 || uint32(v>>32) == uint32(key) {
			return uint32(v) - 1
		}
	}
}

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
		if slot := uint32(v) - 1; uint32(v>>32) == uint32(key) && is(slot) {
			return slot, true
		}
	}
}

// put adds a slot under a key that it is not found by yet.
func (f *finder) put(key uint64, slot uint32) {
	s := &f.shards[shardOf(key)]
	if 4*(s.used+1) > 3*len(s.values) {
		s.grow()
	}
	s.place(placed(key, slot))
}

func (s *shard) place(v uint64) {
	mask := len(s.values) - 1
	i := s.home(v >> 32)
	for s.values[i] != 0 {
		i = (i + 1) & mask
	}
	s.values[i] = v
	s.used++
}

// replace has a key found at another slot.
func (f *finder) replace(key uint64, old, slot uint32) {
	s := &f.shards[shardOf(key)]
	mask := len(s.values) - 1
	i := s.home(key)
	for s.values[i] != placed(key, old) {
		i = (i + 1) & mask
	}
	s.values[i] = placed(key, slot)
}

func (s *shard) grow() {
	old := s.block
	s.block, s.used = newBlock[uint64](max(1024, 2*len(old.values))), 0
	for _, v := range old.values {
		if v != 0 {
			s.place(v)
		}
	}
	old.free()
}
