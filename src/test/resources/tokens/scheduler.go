package scheduler

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// ErrClosed is returned by Submit once Close has been called.
var ErrClosed = errors.New("scheduler: closed")

type Job func(ctx context.Context) error

type entry struct {
	name     string
	interval time.Duration
	job      Job
	failures int
}

type Scheduler struct {
	mu      sync.RWMutex
	entries map[string]*entry
	wg      sync.WaitGroup
	cancel  context.CancelFunc
	ctx     context.Context
	closed  bool
}

func New(parent context.Context) *Scheduler {
	ctx, cancel := context.WithCancel(parent)
	return &Scheduler{entries: make(map[string]*entry), ctx: ctx, cancel: cancel}
}

func (s *Scheduler) Submit(name string, interval time.Duration, job Job) error {
	if interval <= 0 {
		return fmt.Errorf("scheduler: interval of %q must be positive, not %v", name, interval)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return ErrClosed
	}
	if _, exists := s.entries[name]; exists {
		return fmt.Errorf("scheduler: %q is there already", name)
	}
	e := &entry{name: name, interval: interval, job: job}
	s.entries[name] = e
	s.wg.Add(1)
	go s.run(e)
	return nil
}

func (s *Scheduler) run(e *entry) {
	defer s.wg.Done()
	ticker := time.NewTicker(e.interval)
	defer ticker.Stop()
	for {
		select {
		case <-s.ctx.Done():
			return
		case <-ticker.C:
			if err := e.job(s.ctx); err != nil && !errors.Is(err, context.Canceled) {
				s.mu.Lock()
				e.failures++
				backoff := time.Duration(1<<min(e.failures, 6)) * e.interval
				s.mu.Unlock()
				ticker.Reset(backoff)
				continue
			}
			e.failures = 0
			ticker.Reset(e.interval)
		}
	}
}

func (s *Scheduler) Close() {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	s.cancel()
	s.wg.Wait()
}
