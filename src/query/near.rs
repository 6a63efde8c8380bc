//! What `"two words"~5` means.

/// Whether words stand in a stretch of text, in any order, with at most `within` other words between them. `places` has
/// for each word the numbers of its places, ascending; each word needs a place of its own.
///
/// ```
/// use onrecord::query::stand_near;
/// assert!(stand_near(&[vec![3, 40], vec![9]], 5));
/// assert!(!stand_near(&[vec![3, 40], vec![9]], 4));
/// ```
pub fn stand_near(places: &[Vec<u32>], within: u32) -> bool {
    let mut at = vec![0_usize; places.len()];
    loop {
        let mut heads = Vec::with_capacity(places.len());
        for (word, at) in places.iter().zip(&at) {
            match word.get(*at) {
                Some(place) => heads.push(*place),
                None => return false,
            }
        }
        let twice = (1..heads.len()).find(|later| heads[..*later].contains(&heads[*later]));
        if let Some(later) = twice {
            at[later] += 1;
            continue;
        }
        let (Some(first), Some(last)) = (heads.iter().min(), heads.iter().max()) else { return false };
        if (last - first) as usize + 1 - heads.len() <= within as usize {
            return true;
        }
        let foremost = heads.iter().position(|head| head == first).unwrap_or_default();
        at[foremost] += 1;
    }
}

/// Whether words follow each other, each at the place behind the one before. `places` is as for [`stand_near`].
pub fn follow_each_other(places: &[Vec<u32>]) -> bool {
    let Some((first, rest)) = places.split_first() else { return false };
    let follow = |place: u32| (1..).zip(rest).all(|(behind, word)| word.binary_search(&(place + behind)).is_ok());
    first.iter().any(|place| follow(*place))
}

#[cfg(test)]
mod tests {
    use super::{follow_each_other, stand_near};

    #[test]
    fn words_follow_each_other_in_their_order() {
        assert!(follow_each_other(&[vec![3, 9], vec![4, 10], vec![11]]));
        assert!(!follow_each_other(&[vec![3, 9], vec![4, 10], vec![5, 12], vec![7]]));
        assert!(!follow_each_other(&[vec![4], vec![3]]));
    }

    #[test]
    fn each_word_needs_its_own_place() {
        assert!(!stand_near(&[vec![3], vec![3]], 5));
        assert!(stand_near(&[vec![3, 4], vec![3, 4]], 0));
        assert!(stand_near(&[vec![7], vec![5], vec![6]], 0));
        assert!(!stand_near(&[vec![7], vec![]], 100));
    }
}
